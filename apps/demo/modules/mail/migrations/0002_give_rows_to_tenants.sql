ALTER TABLE "mail"."message" ADD COLUMN "tenant_id" uuid DEFAULT '00000000-0000-7000-8000-000000000001' NOT NULL;

ALTER TABLE "mail"."message" ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();

DROP INDEX "mail"."message_queued_at_idx";

CREATE INDEX "message_queued_at_idx" ON "mail"."message" ("tenant_id","queued_at");

ALTER TABLE "mail"."message" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "mail"."message" USING ("tenant_id" = ashlar.tenant_id());
