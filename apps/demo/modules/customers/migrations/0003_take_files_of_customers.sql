CREATE TABLE "customers"."file_import" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "file_name" text NOT NULL,
  "content" text,
  "job_id" uuid,
  "started_at" timestamp with time zone DEFAULT now() NOT NULL,
  "finished" boolean DEFAULT false NOT NULL,
  "cancelled" boolean DEFAULT false NOT NULL,
  "added" integer DEFAULT 0 NOT NULL,
  "refused" jsonb DEFAULT '[]' NOT NULL,
  "refused_lines" integer DEFAULT 0 NOT NULL
);
