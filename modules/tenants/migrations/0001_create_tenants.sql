CREATE TABLE "tenants"."choice" (
  "session_id" text PRIMARY KEY,
  "user_id" text NOT NULL,
  "tenant_id" uuid NOT NULL,
  "chosen_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "tenants"."membership" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "tenant_id" uuid NOT NULL,
  "user_id" text NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "created_by" text,
  "updated_at" timestamp with time zone DEFAULT now() NOT NULL,
  "updated_by" text,
  CONSTRAINT "membership_tenant_user_key" UNIQUE("tenant_id","user_id")
);

CREATE TABLE "tenants"."tenant" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "slug" text NOT NULL UNIQUE,
  "name" text NOT NULL,
  "suspended_at" timestamp with time zone,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "created_by" text,
  "updated_at" timestamp with time zone DEFAULT now() NOT NULL,
  "updated_by" text,
  CONSTRAINT "tenant_slug_check" CHECK ("slug" = lower("slug"))
);

CREATE INDEX "choice_user_idx" ON "tenants"."choice" ("user_id","chosen_at");

CREATE INDEX "choice_tenant_idx" ON "tenants"."choice" ("tenant_id");

CREATE INDEX "membership_user_idx" ON "tenants"."membership" ("user_id");

CREATE INDEX "tenant_name_idx" ON "tenants"."tenant" (lower("name"));

ALTER TABLE "tenants"."choice" ADD CONSTRAINT "choice_tenant_id_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"."tenant"("id");

ALTER TABLE "tenants"."membership" ADD CONSTRAINT "membership_tenant_id_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"."tenant"("id");

CREATE TRIGGER "ashlar_stamp" BEFORE INSERT OR UPDATE ON "tenants"."membership" FOR EACH ROW EXECUTE FUNCTION ashlar.stamp();

CREATE TRIGGER "ashlar_record_change" AFTER INSERT OR UPDATE OR DELETE ON "tenants"."membership" FOR EACH ROW EXECUTE FUNCTION ashlar.record_change('id', '', '');

CREATE TRIGGER "ashlar_stamp" BEFORE INSERT OR UPDATE ON "tenants"."tenant" FOR EACH ROW EXECUTE FUNCTION ashlar.stamp();

CREATE TRIGGER "ashlar_record_change" AFTER INSERT OR UPDATE OR DELETE ON "tenants"."tenant" FOR EACH ROW EXECUTE FUNCTION ashlar.record_change('id', '', '');
