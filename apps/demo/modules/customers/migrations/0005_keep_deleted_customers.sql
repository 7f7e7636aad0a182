ALTER TABLE "customers"."customer" ADD COLUMN "deleted_at" timestamp with time zone;

ALTER TABLE "customers"."customer" ADD COLUMN "created_by" text;

ALTER TABLE "customers"."customer" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;

ALTER TABLE "customers"."customer" ADD COLUMN "updated_by" text;

CREATE POLICY "ashlar_kept_select" ON "customers"."customer" AS RESTRICTIVE FOR SELECT USING ("deleted_at" IS NULL OR "deleted_at" = statement_timestamp() OR ashlar.sees_deleted());

CREATE POLICY "ashlar_kept_update" ON "customers"."customer" AS RESTRICTIVE FOR UPDATE USING ("deleted_at" IS NULL OR "deleted_at" = statement_timestamp() OR ashlar.sees_deleted()) WITH CHECK (true);

CREATE TRIGGER "ashlar_keep_deleted" BEFORE DELETE ON "customers"."customer" FOR EACH ROW EXECUTE FUNCTION ashlar.keep_deleted();

CREATE TRIGGER "ashlar_stamp" BEFORE INSERT OR UPDATE ON "customers"."customer" FOR EACH ROW EXECUTE FUNCTION ashlar.stamp();

CREATE TRIGGER "ashlar_record_change" AFTER INSERT OR UPDATE OR DELETE ON "customers"."customer" FOR EACH ROW EXECUTE FUNCTION ashlar.record_change('id', '', '');
