ALTER TABLE "messages" ADD COLUMN "last_failure" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "alert_id" uuid;--> statement-breakpoint
ALTER TABLE "event_removals" ADD COLUMN "asked" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "event_removals" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "event_removals" ADD COLUMN "next_try_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "event_removals" ADD COLUMN "last_error" text;--> statement-breakpoint
ALTER TABLE "event_removals" ADD COLUMN "failed_at" timestamp with time zone;