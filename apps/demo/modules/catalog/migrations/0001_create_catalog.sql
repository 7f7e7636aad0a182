CREATE TABLE "catalog"."category" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "import_number" integer UNIQUE,
  "name" text NOT NULL,
  "description" text DEFAULT '' NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "catalog"."product" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "number" integer NOT NULL UNIQUE,
  "name" text NOT NULL,
  "category_id" uuid NOT NULL,
  "supplier_id" uuid,
  "quantity_per_unit" text DEFAULT '' NOT NULL,
  "unit_price" integer NOT NULL,
  "units_in_stock" integer DEFAULT 0 NOT NULL,
  "units_on_order" integer DEFAULT 0 NOT NULL,
  "reorder_level" integer DEFAULT 0 NOT NULL,
  "discontinued" boolean DEFAULT false NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT "product_unit_price_check" CHECK ("unit_price" >= 0),
  CONSTRAINT "product_units_in_stock_check" CHECK ("units_in_stock" >= 0)
);

CREATE TABLE "catalog"."supplier" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "import_number" integer UNIQUE,
  "name" text NOT NULL,
  "contact_name" text DEFAULT '' NOT NULL,
  "contact_title" text DEFAULT '' NOT NULL,
  "address" text DEFAULT '' NOT NULL,
  "city" text DEFAULT '' NOT NULL,
  "region" text DEFAULT '' NOT NULL,
  "postal_code" text DEFAULT '' NOT NULL,
  "country" text DEFAULT '' NOT NULL,
  "phone" text DEFAULT '' NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE UNIQUE INDEX "category_name_key" ON "catalog"."category" (lower("name"));

CREATE INDEX "product_category_idx" ON "catalog"."product" ("category_id");

CREATE INDEX "product_supplier_idx" ON "catalog"."product" ("supplier_id");

CREATE INDEX "product_name_idx" ON "catalog"."product" (lower("name"));

CREATE UNIQUE INDEX "supplier_name_key" ON "catalog"."supplier" (lower("name"));

ALTER TABLE "catalog"."product" ADD CONSTRAINT "product_category_id_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "catalog"."category"("id");

ALTER TABLE "catalog"."product" ADD CONSTRAINT "product_supplier_id_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "catalog"."supplier"("id");
