ALTER TABLE "orders"."order" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "orders"."order" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "orders"."order_line" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "orders"."order_line" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "orders"."order_stock" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "orders"."order_stock" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "orders"."shipper" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "orders"."shipper" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

DROP INDEX "orders"."order_ordered_on_idx";

CREATE INDEX "order_ordered_on_idx" ON "orders"."order" ("tenant_id","ordered_on");

ALTER TABLE "orders"."order" DROP CONSTRAINT "order_number_key";

ALTER TABLE "orders"."order" ADD CONSTRAINT "order_number_key" UNIQUE("tenant_id","number");

ALTER TABLE "orders"."shipper" DROP CONSTRAINT "shipper_import_number_key";

ALTER TABLE "orders"."shipper" ADD CONSTRAINT "shipper_import_number_key" UNIQUE("tenant_id","import_number");

ALTER TABLE "orders"."shipper" DROP CONSTRAINT "shipper_name_key";

ALTER TABLE "orders"."shipper" ADD CONSTRAINT "shipper_name_key" UNIQUE("tenant_id","name");

ALTER TABLE "orders"."order" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "orders"."order" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "orders"."order_line" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "orders"."order_line" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "orders"."order_stock" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "orders"."order_stock" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "orders"."shipper" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "orders"."shipper" USING ("tenant_id" = ashlar.tenant_id());
