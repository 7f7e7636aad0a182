CREATE TABLE "catalog"."reservation" (
  "order_id" uuid,
  "product_id" uuid,
  "ordered" integer NOT NULL,
  "reserved" integer DEFAULT 0 NOT NULL,
  CONSTRAINT "reservation_pkey" PRIMARY KEY("order_id","product_id"),
  CONSTRAINT "reservation_reserved_check" CHECK ("reserved" between 0 and "ordered")
);

CREATE TABLE "catalog"."stock_order" (
  "order_id" uuid PRIMARY KEY,
  "number" integer NOT NULL,
  "version" integer NOT NULL,
  "closed" boolean NOT NULL
);

CREATE INDEX "reservation_product_idx" ON "catalog"."reservation" ("product_id");

ALTER TABLE "catalog"."reservation" ADD CONSTRAINT "reservation_order_id_stock_order_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "catalog"."stock_order"("order_id") ON DELETE CASCADE;

ALTER TABLE "catalog"."reservation" ADD CONSTRAINT "reservation_product_id_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "catalog"."product"("id") ON DELETE CASCADE;
