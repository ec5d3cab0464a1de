-- As before, without the whole row as JSON: a booking waits for this.
CREATE OR REPLACE FUNCTION luma_announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[0] = 'organization_id' THEN
    PERFORM pg_notify('luma_changed', coalesce(NEW.organization_id, OLD.organization_id)::text);
  ELSE
    PERFORM pg_notify('luma_changed', coalesce(NEW.property_id, OLD.property_id)::text);
  END IF;
  RETURN NULL;
END $$;
