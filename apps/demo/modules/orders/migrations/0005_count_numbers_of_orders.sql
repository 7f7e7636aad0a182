CREATE TABLE "orders"."order_counter" (
  "tenant_id" uuid PRIMARY KEY DEFAULT ashlar.tenant_id(),
  "last" integer NOT NULL
);

ALTER TABLE "orders"."order_counter" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "ashlar_tenant" ON "orders"."order_counter" USING ("tenant_id" = ashlar.tenant_id());
