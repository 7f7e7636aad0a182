CREATE TABLE "customers"."customer" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "code" text NOT NULL UNIQUE,
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

CREATE INDEX "customer_name_idx" ON "customers"."customer" (lower("name"));
