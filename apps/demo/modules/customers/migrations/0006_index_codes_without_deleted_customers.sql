-- ashlar: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY "customer_kept_code_key" ON "customers"."customer" ("tenant_id","code","deleted_at") NULLS NOT DISTINCT;
