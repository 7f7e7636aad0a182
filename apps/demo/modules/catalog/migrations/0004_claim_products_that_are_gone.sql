ALTER TABLE "catalog"."reservation" DROP CONSTRAINT "reservation_product_id_product_id_fkey";
