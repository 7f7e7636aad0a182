ALTER TABLE "orders"."order" ADD COLUMN "created_by" text;

ALTER TABLE "orders"."order" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;

ALTER TABLE "orders"."order" ADD COLUMN "updated_by" text;

ALTER TABLE "orders"."order" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;

CREATE TRIGGER "ashlar_stamp" BEFORE INSERT OR UPDATE ON "orders"."order" FOR EACH ROW EXECUTE FUNCTION ashlar.stamp();

CREATE TRIGGER "ashlar_record_change" AFTER INSERT OR UPDATE OR DELETE ON "orders"."order" FOR EACH ROW EXECUTE FUNCTION ashlar.record_change('id', '', '');

CREATE TRIGGER "ashlar_version" BEFORE UPDATE ON "orders"."order" FOR EACH ROW EXECUTE FUNCTION ashlar.raise_version('id');
