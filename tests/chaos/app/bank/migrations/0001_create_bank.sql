CREATE TABLE "bank"."account" (
  "id" integer PRIMARY KEY,
  "balance" bigint NOT NULL,
  "entries" integer NOT NULL
);

CREATE TABLE "bank"."entry" (
  "id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank"."entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  "ref" text NOT NULL,
  "account" integer NOT NULL,
  "amount" integer NOT NULL
);

CREATE TABLE "bank"."posting" (
  "id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank"."posting_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  "ref" text NOT NULL,
  "account" integer NOT NULL,
  "amount" integer NOT NULL
);

CREATE TABLE "bank"."receipt" (
  "id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank"."receipt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  "ref" text NOT NULL,
  "account" integer NOT NULL,
  "amount" integer NOT NULL
);

CREATE TABLE "bank"."step" (
  "id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank"."step_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
  "ref" text NOT NULL,
  "number" integer NOT NULL
);
