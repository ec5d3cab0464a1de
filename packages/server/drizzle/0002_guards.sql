-- What Drizzle has no word for: the exclusion constraint, forced row security, grants, and the one view across properties.
ALTER TABLE tour_bookings ADD CONSTRAINT no_overlap
  EXCLUDE USING gist (profile_id WITH =, blocked WITH &&)
  WHERE (status = 'confirmed' AND NOT conflict_accepted AND NOT test);
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON organizations, properties, lumaleasing_config TO luma_tenant;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON
  profiles, property_agents, calendar_connections, agent_calendars, external_calendar_events,
  leads, lead_messages, tour_bookings, tour_slots, calendar_events, idempotency_keys, messages
  TO luma_tenant;
--> statement-breakpoint
-- Append-only.
GRANT SELECT, INSERT ON tour_history, lead_consents, calendar_token_refreshes TO luma_tenant;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON organizations, properties, lumaleasing_config, api_keys TO luma_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_states, rate_limits TO luma_system;
--> statement-breakpoint
GRANT SELECT ON tour_bookings, calendar_events, calendar_connections, agent_calendars TO luma_system;
--> statement-breakpoint
GRANT SELECT, DELETE ON idempotency_keys TO luma_system;
--> statement-breakpoint
-- An agent who works at two properties is busy at both: their times, and nothing else, are readable across the organisation.
-- The view reads as luma_system and narrows to the caller's organisation by itself.
CREATE VIEW agent_blocks WITH (security_barrier) AS
  SELECT organization_id, profile_id, property_id, starts_at, ends_at, blocked_until
  FROM tour_bookings
  WHERE status = 'confirmed' AND NOT test
    AND organization_id = (SELECT nullif(current_setting('app.organization_id', true), '')::uuid);
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO luma_system;
--> statement-breakpoint
ALTER VIEW agent_blocks OWNER TO luma_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM luma_system;
--> statement-breakpoint
GRANT SELECT ON agent_blocks TO luma_tenant;
