ALTER TABLE "reporting"."daily_report" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001';

ALTER TABLE "reporting"."daily_report" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "reporting"."sale" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "reporting"."sale" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "reporting"."sale_line" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "reporting"."sale_line" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

ALTER TABLE "reporting"."daily_report" DROP CONSTRAINT "daily_report_pkey";

ALTER TABLE "reporting"."daily_report" ADD PRIMARY KEY ("tenant_id","day");

DROP INDEX "reporting"."sale_ordered_on_idx";

CREATE INDEX "sale_ordered_on_idx" ON "reporting"."sale" ("tenant_id","ordered_on");

ALTER TABLE "reporting"."daily_report" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "reporting"."daily_report" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "reporting"."sale" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "reporting"."sale" USING ("tenant_id" = ashlar.tenant_id());

ALTER TABLE "reporting"."sale_line" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "reporting"."sale_line" USING ("tenant_id" = ashlar.tenant_id());
