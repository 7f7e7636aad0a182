ALTER TABLE "orders"."order_stock" ADD COLUMN "gone" boolean DEFAULT false NOT NULL;
