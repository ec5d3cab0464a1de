ALTER TABLE "agent_calendars" ADD COLUMN "watch_after" timestamp with time zone;--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_token_refreshes" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
-- Append-only, but for the sweep that drops what is old.
GRANT SELECT, DELETE ON calendar_token_refreshes TO luma_system;
