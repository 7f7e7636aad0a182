CREATE TABLE "bank"."upload" (
  "id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank"."upload_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  "ref" text NOT NULL,
  "digest" text NOT NULL,
  "content" bytea NOT NULL
);
