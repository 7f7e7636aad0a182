CREATE TABLE "customers"."open_order" (
  "order_id" uuid PRIMARY KEY,
  "customer_id" uuid NOT NULL,
  "amount" integer NOT NULL
);

ALTER TABLE "customers"."customer" ADD COLUMN "email" text DEFAULT '' NOT NULL;

ALTER TABLE "customers"."customer" ADD COLUMN "credit_limit" integer;

CREATE INDEX "open_order_customer_idx" ON "customers"."open_order" ("customer_id");

ALTER TABLE "customers"."open_order" ADD CONSTRAINT "open_order_customer_id_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"."customer"("id") ON DELETE CASCADE;
