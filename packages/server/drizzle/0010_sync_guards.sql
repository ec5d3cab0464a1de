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
--> statement-breakpoint
-- A tour given counts for the caps of its day, like one to come; and whoever asks can tell a tour from the others.
CREATE OR REPLACE VIEW agent_blocks WITH (security_barrier) AS
  SELECT organization_id, profile_id, property_id, starts_at, ends_at, blocked_until, id
  FROM tour_bookings
  WHERE status <> 'cancelled' AND NOT test
    AND organization_id = (SELECT nullif(current_setting('app.organization_id', true), '')::uuid);
