CREATE TABLE "reporting"."sale" (
  "order_id" uuid PRIMARY KEY,
  "number" integer NOT NULL,
  "version" integer NOT NULL,
  "customer_id" uuid NOT NULL,
  "customer_name" text NOT NULL,
  "country" text NOT NULL,
  "ordered_on" date NOT NULL,
  "shipped_on" date,
  "amount" integer NOT NULL,
  "removed" boolean NOT NULL
);

CREATE TABLE "reporting"."sale_line" (
  "order_id" uuid,
  "position" integer,
  "product_id" uuid NOT NULL,
  "product_name" text NOT NULL,
  "quantity" integer NOT NULL,
  "amount" integer NOT NULL,
  CONSTRAINT "sale_line_pkey" PRIMARY KEY("order_id","position")
);

CREATE INDEX "sale_ordered_on_idx" ON "reporting"."sale" ("ordered_on");

ALTER TABLE "reporting"."sale_line" ADD CONSTRAINT "sale_line_order_id_sale_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "reporting"."sale"("order_id") ON DELETE CASCADE;
