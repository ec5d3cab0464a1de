-- Which calendar the tours that are there go to. As the tenant of each property, since row security holds the owner, too;
-- the version before goes on without: what it writes has no receiver until its event is compared.
DO $$
DECLARE
  tenant record;
  tenants jsonb;
BEGIN
  SET LOCAL ROLE luma_system;
  SELECT coalesce(jsonb_agg(jsonb_build_object('property', id, 'organization', organization_id)), '[]')
    INTO tenants FROM properties;
  SET LOCAL ROLE luma_tenant;
  FOR tenant IN SELECT * FROM jsonb_to_recordset(tenants) AS t(property text, organization text) LOOP
    PERFORM set_config('app.property_id', tenant.property, true), set_config('app.organization_id', tenant.organization, true);
    -- Where its event stands; else where the agent's tours go.
    UPDATE tour_bookings tour SET receiver = coalesce(
      (SELECT calendar_identity(k.organization_id, n.provider, k.calendar_id)
        FROM calendar_events e JOIN agent_calendars k ON k.id = e.agent_calendar_id
          JOIN calendar_connections n ON n.id = k.connection_id
        WHERE e.tour_id = tour.id),
      (SELECT calendar_identity(k.organization_id, n.provider, k.calendar_id)
        FROM agent_calendars k JOIN calendar_connections n ON n.id = k.connection_id
        WHERE k.profile_id = tour.profile_id AND k.writable AND n.disconnected_at IS NULL
        ORDER BY n.token_status IN ('healthy', 'expiring') DESC, k.is_default DESC, n.connected_at, k.id LIMIT 1))
    WHERE tour.property_id = tenant.property::uuid AND tour.status = 'confirmed' AND NOT tour.test;
  END LOOP;
  RESET ROLE;
END $$;
