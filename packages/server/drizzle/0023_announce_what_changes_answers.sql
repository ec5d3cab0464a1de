-- Announces only what changes an answer about free times, and only to the answers it concerns: a property's by its id, an
-- agent's by their profile. A poll that found nothing touches its calendar's row all the same, and is announced no more.
-- One function for each table: a row as JSON would cost a booking too much.
CREATE FUNCTION luma_announce_tour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('luma_changed', NEW.property_id::text), pg_notify('luma_changed', NEW.profile_id::text);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('luma_changed', OLD.property_id::text), pg_notify('luma_changed', OLD.profile_id::text);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION luma_announce_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('luma_changed', NEW.profile_id::text); END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('luma_changed', OLD.profile_id::text); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION luma_announce_property() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[0] = 'id' THEN
    PERFORM pg_notify('luma_changed', coalesce(NEW.id, OLD.id)::text);
  ELSE
    PERFORM pg_notify('luma_changed', coalesce(NEW.property_id, OLD.property_id)::text);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER announce_change ON tour_bookings;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR DELETE ON tour_bookings
  FOR EACH ROW EXECUTE FUNCTION luma_announce_tour();
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON tour_bookings FOR EACH ROW
  WHEN ((OLD.status, OLD.profile_id, OLD.property_id, OLD.starts_at, OLD.ends_at, OLD.blocked_until)
    IS DISTINCT FROM (NEW.status, NEW.profile_id, NEW.property_id, NEW.starts_at, NEW.ends_at, NEW.blocked_until))
  EXECUTE FUNCTION luma_announce_tour();
--> statement-breakpoint
DROP TRIGGER announce_change ON external_calendar_events;
--> statement-breakpoint
CREATE TRIGGER announce_insert AFTER INSERT ON external_calendar_events FOR EACH ROW
  WHEN (NEW.busy) EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
CREATE TRIGGER announce_delete AFTER DELETE ON external_calendar_events FOR EACH ROW
  WHEN (OLD.busy) EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON external_calendar_events FOR EACH ROW
  WHEN ((OLD.busy, OLD.starts_at, OLD.ends_at, OLD.deleted_at IS NULL, OLD.profile_id, OLD.agent_calendar_id)
    IS DISTINCT FROM (NEW.busy, NEW.starts_at, NEW.ends_at, NEW.deleted_at IS NULL, NEW.profile_id, NEW.agent_calendar_id))
  EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
DROP TRIGGER announce_change ON agent_calendars;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR DELETE ON agent_calendars
  FOR EACH ROW EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
-- A first sync makes an agent known. Later ones only make them known anew: no answer is kept longer than that matters.
CREATE TRIGGER announce_update AFTER UPDATE ON agent_calendars FOR EACH ROW
  WHEN ((OLD.blocks_time, OLD.profile_id, OLD.mirrored_until, OLD.last_synced_at IS NULL)
    IS DISTINCT FROM (NEW.blocks_time, NEW.profile_id, NEW.mirrored_until, NEW.last_synced_at IS NULL))
  EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
DROP TRIGGER announce_change ON calendar_connections;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR DELETE ON calendar_connections
  FOR EACH ROW EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON calendar_connections FOR EACH ROW
  WHEN ((OLD.token_status, OLD.disconnected_at) IS DISTINCT FROM (NEW.token_status, NEW.disconnected_at))
  EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
DROP TRIGGER announce_change ON property_agents;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON property_agents
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('property_id');
--> statement-breakpoint
DROP TRIGGER announce_change ON properties;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON properties
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('id');
--> statement-breakpoint
DROP TRIGGER announce_change ON lumaleasing_config;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON lumaleasing_config
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('property_id');
--> statement-breakpoint
DROP TRIGGER announce_change ON tour_slots;
--> statement-breakpoint
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON tour_slots
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('property_id');
--> statement-breakpoint
DROP FUNCTION luma_announce_change();
