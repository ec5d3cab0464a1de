-- Forced row security and grants for the tables of sync.
ALTER TABLE calendar_channels FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE calendar_sync_logs FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_channels TO luma_tenant;
--> statement-breakpoint
-- Append-only, but for the sweep that drops what is old.
GRANT SELECT, INSERT ON calendar_sync_logs TO luma_tenant;
--> statement-breakpoint
GRANT SELECT, DELETE ON calendar_sync_logs TO luma_system;
--> statement-breakpoint
GRANT SELECT ON calendar_channels, external_calendar_events TO luma_system;
