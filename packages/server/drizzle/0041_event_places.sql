ALTER TABLE "event_removals" ADD COLUMN "elsewhere" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD COLUMN "elsewhere" jsonb;