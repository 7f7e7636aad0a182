ALTER TABLE "customers"."customer" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "customers"."customer" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "customers"."file_import" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "customers"."file_import" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "customers"."open_order" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "customers"."open_order" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

DROP INDEX "customers"."customer_name_idx";

CREATE INDEX "customer_name_idx" ON "customers"."customer" ("tenant_id",lower("name"));

ALTER TABLE "customers"."customer" DROP CONSTRAINT "customer_code_key";

ALTER TABLE "customers"."customer" ADD CONSTRAINT "customer_code_key" UNIQUE("tenant_id","code");

ALTER TABLE "customers"."customer" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "customers"."customer" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "customers"."file_import" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "customers"."file_import" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "customers"."open_order" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "customers"."open_order" USING ("tenant_id" = ashlar.tenant_id());
