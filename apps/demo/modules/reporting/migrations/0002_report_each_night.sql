CREATE TABLE "reporting"."daily_report" (
  "day" date PRIMARY KEY,
  "orders" integer NOT NULL,
  "amount" bigint NOT NULL,
  "shipped" integer NOT NULL,
  "open_orders" integer NOT NULL,
  "open_amount" bigint NOT NULL,
  "best_product" text NOT NULL,
  "made_at" timestamp with time zone DEFAULT now() NOT NULL
);
