-- Every change of what availability is computed from is announced with its tenant, so that each server drops the
-- answers it keeps. Postgres folds equal announcements of one transaction into one.
CREATE FUNCTION luma_announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('luma_changed', to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON tour_bookings
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON external_calendar_events
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON agent_calendars
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON calendar_connections
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON property_agents
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON properties
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('organization_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON lumaleasing_config
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('property_id');
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON tour_slots
  FOR EACH ROW EXECUTE FUNCTION luma_announce_change('property_id');
