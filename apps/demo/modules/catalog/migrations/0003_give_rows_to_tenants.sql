ALTER TABLE "catalog"."category" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "catalog"."category" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "catalog"."product" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "catalog"."product" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "catalog"."reservation" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "catalog"."reservation" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "catalog"."stock_order" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "catalog"."stock_order" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "catalog"."supplier" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "catalog"."supplier" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

DROP INDEX "catalog"."category_name_key";

CREATE UNIQUE INDEX "category_name_key" ON "catalog"."category" ("tenant_id",lower("name"));

DROP INDEX "catalog"."product_name_idx";

CREATE INDEX "product_name_idx" ON "catalog"."product" ("tenant_id",lower("name"));

DROP INDEX "catalog"."supplier_name_key";

CREATE UNIQUE INDEX "supplier_name_key" ON "catalog"."supplier" ("tenant_id",lower("name"));

ALTER TABLE "catalog"."category" DROP CONSTRAINT "category_import_number_key";

ALTER TABLE "catalog"."category" ADD CONSTRAINT "category_import_number_key" UNIQUE("tenant_id","import_number");

ALTER TABLE "catalog"."product" DROP CONSTRAINT "product_number_key";

ALTER TABLE "catalog"."product" ADD CONSTRAINT "product_number_key" UNIQUE("tenant_id","number");

ALTER TABLE "catalog"."supplier" DROP CONSTRAINT "supplier_import_number_key";

ALTER TABLE "catalog"."supplier" ADD CONSTRAINT "supplier_import_number_key" UNIQUE("tenant_id","import_number");

ALTER TABLE "catalog"."category" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "catalog"."category" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "catalog"."product" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "catalog"."product" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "catalog"."reservation" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "catalog"."reservation" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "catalog"."stock_order" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "catalog"."stock_order" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "catalog"."supplier" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "catalog"."supplier" USING ("tenant_id" = ashlar.tenant_id());
