ALTER TABLE "customers"."customer" DROP CONSTRAINT "customer_code_key";

ALTER TABLE "customers"."customer" ADD CONSTRAINT "customer_code_key" UNIQUE USING INDEX "customer_kept_code_key";
