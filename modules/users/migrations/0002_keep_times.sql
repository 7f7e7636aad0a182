CREATE TRIGGER "ashlar_touch" BEFORE INSERT OR UPDATE ON "users"."account" FOR EACH ROW EXECUTE FUNCTION ashlar.touch();

CREATE TRIGGER "ashlar_touch" BEFORE INSERT OR UPDATE ON "users"."session" FOR EACH ROW EXECUTE FUNCTION ashlar.touch();

CREATE TRIGGER "ashlar_touch" BEFORE INSERT OR UPDATE ON "users"."user" FOR EACH ROW EXECUTE FUNCTION ashlar.touch();
