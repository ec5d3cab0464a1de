-- One calendar at its provider, whichever agents of the organisation have connected it. Not across organisations: none may
-- learn of another's tours.
CREATE FUNCTION calendar_identity(organization uuid, provider calendar_provider, calendar text) RETURNS uuid
  LANGUAGE sql STABLE AS $$
  SELECT encode(substr(sha256(convert_to(organization::text || ' ' || provider::text || ' ' || calendar, 'UTF8')), 1, 16), 'hex')::uuid
$$;
--> statement-breakpoint
CREATE OR REPLACE VIEW agent_blocks WITH (security_barrier) AS
  SELECT organization_id, profile_id, property_id, starts_at, ends_at, blocked_until, id, receiver
  FROM tour_bookings
  WHERE status <> 'cancelled' AND NOT test
    AND organization_id = (SELECT nullif(current_setting('app.organization_id', true), '')::uuid);
--> statement-breakpoint
-- Also announced by the calendar it goes to: whoever shares it is busy.
CREATE OR REPLACE FUNCTION luma_announce_tour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('luma_changed', NEW.property_id::text), pg_notify('luma_changed', NEW.profile_id::text);
    IF NEW.receiver IS NOT NULL THEN PERFORM pg_notify('luma_changed', NEW.receiver::text); END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('luma_changed', OLD.property_id::text), pg_notify('luma_changed', OLD.profile_id::text);
    IF OLD.receiver IS NOT NULL THEN PERFORM pg_notify('luma_changed', OLD.receiver::text); END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER announce_update ON tour_bookings;
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON tour_bookings FOR EACH ROW
  WHEN ((OLD.status, OLD.profile_id, OLD.property_id, OLD.starts_at, OLD.ends_at, OLD.blocked_until, OLD.receiver)
    IS DISTINCT FROM (NEW.status, NEW.profile_id, NEW.property_id, NEW.starts_at, NEW.ends_at, NEW.blocked_until, NEW.receiver))
  EXECUTE FUNCTION luma_announce_tour();
--> statement-breakpoint
DROP TRIGGER announce_update ON agent_calendars;
--> statement-breakpoint
-- Which calendar receives decides whose tours make its agent busy.
CREATE TRIGGER announce_update AFTER UPDATE ON agent_calendars FOR EACH ROW
  WHEN ((OLD.blocks_time, OLD.is_default, OLD.writable, OLD.profile_id, OLD.mirrored_until, OLD.last_synced_at IS NULL)
    IS DISTINCT FROM (NEW.blocks_time, NEW.is_default, NEW.writable, NEW.profile_id, NEW.mirrored_until, NEW.last_synced_at IS NULL))
  EXECUTE FUNCTION luma_announce_agent();
--> statement-breakpoint
DROP TRIGGER announce_update ON external_calendar_events;
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON external_calendar_events FOR EACH ROW
  WHEN ((OLD.busy, OLD.unreadable, OLD.starts_at, OLD.ends_at, OLD.deleted_at IS NULL, OLD.profile_id, OLD.agent_calendar_id)
    IS DISTINCT FROM (NEW.busy, NEW.unreadable, NEW.starts_at, NEW.ends_at, NEW.deleted_at IS NULL, NEW.profile_id, NEW.agent_calendar_id))
  EXECUTE FUNCTION luma_announce_agent();
