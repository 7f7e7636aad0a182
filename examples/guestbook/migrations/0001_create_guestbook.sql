CREATE TABLE "guestbook"."entry" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "author" text NOT NULL,
  "message" text NOT NULL,
  "signed_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE INDEX "entry_signed_at_idx" ON "guestbook"."entry" ("signed_at");
