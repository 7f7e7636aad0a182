CREATE TABLE "users"."account" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "user_id" uuid NOT NULL,
  "provider_id" text NOT NULL,
  "account_id" text NOT NULL,
  "password_hash" text,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "updated_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "users"."known_network" (
  "key" text PRIMARY KEY,
  "seen_at" timestamp with time zone NOT NULL
);

CREATE TABLE "users"."session" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "token_hash" text NOT NULL UNIQUE,
  "user_id" uuid NOT NULL,
  "ip" text NOT NULL,
  "user_agent" text NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "updated_at" timestamp with time zone DEFAULT now() NOT NULL,
  "last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
  "expires_at" timestamp with time zone NOT NULL
);

CREATE TABLE "users"."throttle" (
  "key" text PRIMARY KEY,
  "attempts" integer NOT NULL,
  "resets_at" timestamp with time zone NOT NULL
);

CREATE TABLE "users"."user" (
  "id" uuid PRIMARY KEY DEFAULT ashlar.uuidv7(),
  "name" text NOT NULL,
  "email" text NOT NULL UNIQUE,
  "email_verified" boolean DEFAULT false NOT NULL,
  "roles" text[] DEFAULT '{}'::text[] NOT NULL,
  "disabled_at" timestamp with time zone,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "updated_at" timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT "user_email_check" CHECK ("email" = lower("email"))
);

CREATE UNIQUE INDEX "account_provider_key" ON "users"."account" ("provider_id","account_id");

CREATE INDEX "account_user_idx" ON "users"."account" ("user_id");

CREATE INDEX "known_network_seen_idx" ON "users"."known_network" ("seen_at");

CREATE INDEX "session_user_idx" ON "users"."session" ("user_id");

CREATE INDEX "session_expiry_idx" ON "users"."session" ("expires_at");

CREATE INDEX "throttle_reset_idx" ON "users"."throttle" ("resets_at");

CREATE INDEX "user_name_idx" ON "users"."user" (lower("name"));

ALTER TABLE "users"."account" ADD CONSTRAINT "account_user_id_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"."user"("id") ON DELETE CASCADE;

ALTER TABLE "users"."session" ADD CONSTRAINT "session_user_id_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"."user"("id") ON DELETE CASCADE;
