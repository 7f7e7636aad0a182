CREATE TABLE "orders"."order_stock" (
  "order_id" uuid,
  "product_id" uuid,
  "ordered" integer NOT NULL,
  "reserved" integer NOT NULL,
  CONSTRAINT "order_stock_pkey" PRIMARY KEY("order_id","product_id")
);

ALTER TABLE "orders"."order_stock" ADD CONSTRAINT "order_stock_order_id_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"."order"("id") ON DELETE CASCADE;
