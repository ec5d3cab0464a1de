-- Nobody moves a tour between the search for those that meet and the constraint.
LOCK TABLE tour_bookings IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
-- Tours that share a time in one calendar already are kept; the later ones are marked.
DO $$
DECLARE
  tenant record;
  meeting jsonb;
BEGIN
  SET LOCAL ROLE luma_system;
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', tour.id, 'property', tour.property_id, 'organization', tour.organization_id)), '[]')
    INTO meeting FROM tour_bookings tour
    WHERE tour.status = 'confirmed' AND NOT tour.test AND NOT tour.conflict_accepted AND EXISTS (
      SELECT 1 FROM tour_bookings other
      WHERE other.receiver = tour.receiver AND other.blocked && tour.blocked
        AND other.status = 'confirmed' AND NOT other.test AND NOT other.conflict_accepted
        AND (other.created_at, other.id) < (tour.created_at, tour.id));
  SET LOCAL ROLE luma_tenant;
  FOR tenant IN SELECT * FROM jsonb_to_recordset(meeting) AS t(id uuid, property text, organization text) LOOP
    PERFORM set_config('app.property_id', tenant.property, true), set_config('app.organization_id', tenant.organization, true);
    UPDATE tour_bookings SET conflict_accepted = true WHERE id = tenant.id;
  END LOOP;
  RESET ROLE;
END $$;
--> statement-breakpoint
-- contract: obeyed since 0025, which writes no receiver: without one, a row excludes none.
ALTER TABLE tour_bookings ADD CONSTRAINT no_overlap_in_calendar
  EXCLUDE USING gist (receiver WITH =, blocked WITH &&)
  WHERE (status = 'confirmed' AND NOT conflict_accepted AND NOT test);
