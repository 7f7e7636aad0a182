CREATE TABLE "orders"."order" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "number" integer NOT NULL UNIQUE,
  "customer_id" uuid NOT NULL,
  "customer_name" text NOT NULL,
  "ordered_on" date NOT NULL,
  "required_on" date,
  "shipped_on" date,
  "shipper_id" uuid,
  "freight" integer DEFAULT 0 NOT NULL,
  "subtotal" integer NOT NULL,
  "discounts" integer NOT NULL,
  "total" integer NOT NULL,
  "ship_name" text DEFAULT '' NOT NULL,
  "ship_address" text DEFAULT '' NOT NULL,
  "ship_city" text DEFAULT '' NOT NULL,
  "ship_region" text DEFAULT '' NOT NULL,
  "ship_postal_code" text DEFAULT '' NOT NULL,
  "ship_country" text DEFAULT '' NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT "order_total_check" CHECK ("total" = "subtotal" + "freight")
);

CREATE TABLE "orders"."order_line" (
  "order_id" uuid,
  "position" integer,
  "product_id" uuid NOT NULL,
  "product_number" integer NOT NULL,
  "product_name" text NOT NULL,
  "unit_price" integer NOT NULL,
  "quantity" integer NOT NULL,
  "discount" numeric(5,2) DEFAULT '0' NOT NULL,
  "total" integer NOT NULL,
  CONSTRAINT "order_line_pkey" PRIMARY KEY("order_id","position"),
  CONSTRAINT "order_line_quantity_check" CHECK ("quantity" > 0),
  CONSTRAINT "order_line_discount_check" CHECK ("discount" between 0 and 100)
);

CREATE TABLE "orders"."shipper" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "import_number" integer UNIQUE,
  "name" text NOT NULL UNIQUE,
  "phone" text DEFAULT '' NOT NULL
);

CREATE INDEX "order_customer_idx" ON "orders"."order" ("customer_id");

CREATE INDEX "order_shipper_idx" ON "orders"."order" ("shipper_id");

CREATE INDEX "order_ordered_on_idx" ON "orders"."order" ("ordered_on");

ALTER TABLE "orders"."order" ADD CONSTRAINT "order_shipper_id_shipper_id_fkey" FOREIGN KEY ("shipper_id") REFERENCES "orders"."shipper"("id");

ALTER TABLE "orders"."order_line" ADD CONSTRAINT "order_line_order_id_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"."order"("id") ON DELETE CASCADE;
