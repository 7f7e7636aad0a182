CREATE TABLE "mail"."message" (
  "id" uuid PRIMARY KEY,
  "to" text NOT NULL,
  "subject" text NOT NULL,
  "text" text NOT NULL,
  "queued_at" timestamp with time zone DEFAULT now() NOT NULL,
  "sent_at" timestamp with time zone
);

CREATE INDEX "message_queued_at_idx" ON "mail"."message" ("queued_at");
