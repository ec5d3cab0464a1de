-- Forced row security and grants for what remembers work.
ALTER TABLE event_removals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON event_removals TO luma_tenant;
--> statement-breakpoint
GRANT SELECT, DELETE ON event_removals TO luma_system;
--> statement-breakpoint
-- Which messages are due or were given up, and nothing of what they say to whom.
GRANT SELECT (id, property_id, kind, status, next_try_at, sent_at, ended_at) ON messages TO luma_system;
