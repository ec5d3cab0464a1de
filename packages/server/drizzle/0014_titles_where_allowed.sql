ALTER TABLE "agent_calendars" ALTER COLUMN "show_titles" SET DEFAULT false;
--> statement-breakpoint
-- Nobody had ever been asked: what was read is forgotten, until a manager allows it. The owner of a table does not pass
-- its own forced row security.
ALTER TABLE "agent_calendars" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "external_calendar_events" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "agent_calendars" SET "show_titles" = false;
--> statement-breakpoint
UPDATE "external_calendar_events" SET "title" = NULL, "location" = NULL, "description" = NULL,
  "agreed" = "agreed" || '{"title":"","location":"","description":""}'
  WHERE "kind" IS NULL AND "sync_status" = 'synced';
--> statement-breakpoint
ALTER TABLE "agent_calendars" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "external_calendar_events" FORCE ROW LEVEL SECURITY;
