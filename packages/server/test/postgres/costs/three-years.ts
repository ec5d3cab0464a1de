/** Writes three years of a large organization by plain SQL, in seconds. */
import type { World } from '../../world.ts';

/** The amounts. The ratios are those of a busy property; the other properties have less, so that writing is fast. */
const properties = 1_000;
/** The tours of the property that requests are about, and of each other one. */
const tours = { asked: 1_500, other: 50 };
const days = 3 * 365;

/**
 * Writes one organization of a thousand properties with three agents each, so that a search by the organization
 * alone is as bad as reading everything. The world's first property is one of them; it is busier, and its agent
 * keeps the real connection.
 */
export async function writeThreeYears({ database, scope, clock }: World): Promise<void> {
  const now = `timestamptz '${new Date(clock.now()).toISOString()}'`;
  // The libraries of limits and sign-in ask the process, not our clock.
  const processNow = `timestamptz '${new Date().toISOString()}'`;
  const { organizationId: organization, propertyId: asked } = scope;
  const steps = [
    `insert into organizations (name) select 'Another ' || n from generate_series(1, 1000) n`,
    `insert into properties (organization_id, slug, name, timezone, address, contact_name, contact_phone, contact_email, hours)
      select organization_id, 'court-' || n, 'Court ' || n, timezone, address, contact_name, contact_phone, contact_email, hours
      from properties, generate_series(2, ${properties}) n where id = '${asked}'`,
    `insert into lumaleasing_config (property_id) select id from properties where id <> '${asked}'`,
    `insert into api_keys (property_id, organization_id, key) select id, organization_id, 'pk_' || slug from properties`,
    // Three agents for each property; the asked one already has its first.
    `create table people as select gen_random_uuid() as id, p.id as property_id, p.slug, nth,
        p.id = '${asked}' as is_asked, ascii(right(p.id::text, 1)) % 4 as n_mod
      from properties p, generate_series(1, 3) nth where not (p.id = '${asked}' and nth = 1)`,
    `insert into profiles (id, organization_id, name, email)
      select id, '${organization}', 'Agent ' || nth || ' of ' || slug, slug || '-' || nth || '@example.com' from people`,
    `insert into property_agents (property_id, profile_id, organization_id) select property_id, id, '${organization}' from people`,
    `insert into people select a.profile_id, a.property_id, p.slug, 1, true, 0
      from property_agents a join properties p on p.id = a.property_id
      join profiles on profiles.id = a.profile_id
      where a.property_id = '${asked}' and not front_desk and a.profile_id not in (select id from people)`,
    `insert into calendar_connections (organization_id, profile_id, provider, account_email, scopes, connected_at,
        last_health_check_at)
      select '${organization}', id, 'google', slug || '-' || nth || '@example.com', '[]', ${now} - interval '1 year', ${now}
      from people where id not in (select profile_id from calendar_connections)`,
    `insert into agent_calendars (organization_id, profile_id, connection_id, calendar_id, summary, timezone, is_default,
        sync_token, mirrored_until, last_synced_at, last_attempt_at)
      select organization_id, profile_id, id, account_email, 'Calendar', 'America/Chicago', true, 'x',
        ${now} + interval '150 days', ${now}, ${now} from calendar_connections
      where id not in (select connection_id from agent_calendars)`,
    `insert into calendar_channels (organization_id, agent_calendar_id, resource_id, token_hash, expires_at, stopped_at)
      select organization_id, id, 'r', 'h', ${now} + n * interval '5 days',
        case when n < 1 then ${now} + n * interval '5 days' end
      from agent_calendars, generate_series(-2, 1) n`,
    `create table past as select gen_random_uuid() as id, gen_random_uuid() as lead_id, p.id as profile_id, p.property_id,
        p.is_asked, p.slug || '-' || p.nth || '-' || k as who, k.k, k.k < p.coming as is_coming,
        -- A few tours are in the future, one a day at the same hour; the others go back three years.
        date_trunc('day', ${now}) + interval '17 hours' + case when k.k < p.coming then (k.k + 1) * interval '1 day'
          else -(k.k + 1 - p.coming) * (interval '1 day' * ${days} / (case when p.is_asked then ${tours.asked / 3} else ${tours.other / 3} end)) end
          as starts_at, c.id as agent_calendar_id
      from (select *, case when is_asked then 10 when n_mod = 0 then 2 else 0 end as coming from people) p
        join agent_calendars c on c.profile_id = p.id and c.is_default, generate_series(1, case when p.is_asked then ${tours.asked / 3} else ${tours.other / 3} end) k(k)`,
    `insert into leads (id, property_id, first_name, last_name, email, phone, source, created_at, updated_at)
      select lead_id, property_id, 'Ana', 'Díaz', who || '@example.org', '+1312555' || lpad((k * 7)::text, 4, '0'), 'widget',
        starts_at - interval '3 days', starts_at from past`,
    `insert into lead_consents (property_id, lead_id, kind, granted, text_version, tour_id, at)
      select property_id, lead_id, 'privacy', true, '2025', id, starts_at - interval '3 days' from past`,
    `insert into lead_messages (property_id, lead_id, kind, body, created_at)
      select property_id, lead_id, 'question', 'Are dogs welcome?', starts_at - interval '4 days' from past where k % 2 = 0`,
    `insert into tour_bookings (id, organization_id, property_id, profile_id, lead_id, status, tour_type, starts_at, ends_at,
        blocked_until, first_name, last_name, email, created_at, updated_at)
      select id, '${organization}', property_id, profile_id, lead_id,
        (case when is_coming then 'confirmed' when k % 10 = 0 then 'cancelled' when k % 11 = 0 then 'no_show' else 'completed' end)::tour_status,
        'in_person', starts_at, starts_at + interval '30 minutes', starts_at + interval '45 minutes', 'Ana', 'Díaz',
        who || '@example.org', starts_at - interval '3 days', starts_at from past`,
    `insert into tour_history (property_id, tour_id, at, action)
      select property_id, id, starts_at - (2 - n) * interval '1 day', case n when 1 then 'booked' else 'completed' end
      from past, generate_series(1, 2) n`,
    `insert into calendar_events (tour_id, property_id, agent_calendar_id, provider_event_id, sync_status, synced_at, updated_at)
      select id, property_id, agent_calendar_id, replace(id::text, '-', '') || '0', 'synced', starts_at, starts_at from past`,
    `insert into messages (property_id, tour_id, kind, dedupe_key, recipient, status, created_at, sent_at, ended_at)
      select property_id, id, 'manage_link', 'link:' || id || n, 'ana@example.org', 'sent', starts_at, starts_at, starts_at
      from past, generate_series(1, 2) n`,
    // Events as far back and ahead as the mirror reaches. The asked property's agents have many.
    `insert into external_calendar_events (organization_id, agent_calendar_id, profile_id, provider_event_id, starts_at, ends_at, busy)
      select '${organization}', c.id, c.profile_id, 'e' || d || '-' || n, at, at + interval '20 minutes', true
      from people p join agent_calendars c on c.profile_id = p.id,
        generate_series(-135, 200) d, generate_series(1, 4) n,
        lateral (select date_trunc('day', ${now}) + d * interval '1 day' + n * interval '1 hour' as at) as t
      where p.is_asked or (d % 12 = 0 and n = 1)`,
    `insert into appointment_history (organization_id, appointment_id, profile_id, at, action, details)
      select organization_id, id, profile_id, starts_at, 'created', '{}' from external_calendar_events where id::text < '4'`,
    // Logs of a month, because they are kept that long.
    `insert into calendar_sync_logs (organization_id, connection_id, agent_calendar_id, at, direction, operation, outcome, duration_ms)
      select '${organization}', c.connection_id, c.id, ${now} - n * interval '30 days' / case when p.is_asked then 2000 else 20 end,
        'inbound', 'sync', 'ok', 5
      from people p join agent_calendars c on c.profile_id = p.id,
        generate_series(1, case when p.is_asked then 2000 else 20 end) n`,
    `insert into calendar_idle_polls (organization_id, connection_id, hour, polls)
      select organization_id, id, date_trunc('hour', ${now}) - n * interval '1 hour', 20 from calendar_connections, generate_series(0, 12) n`,
    // Refreshes of three months.
    `insert into calendar_token_refreshes (organization_id, connection_id, at, duration_ms, outcome)
      select organization_id, id, ${now} - n * interval '4 days', 100, 'refreshed' from calendar_connections, generate_series(1, 20) n`,
    `insert into calendar_releases (organization_id, connection_id, profile_id, provider, account_email, channels, created_at)
      select organization_id, gen_random_uuid(), profile_id, 'google', account_email, '[]', ${now} - interval '2 days'
      from calendar_connections`,
    `insert into oauth_states (organization_id, property_id, profile_id, provider, state_hash, browser_hash, link_id, verifier, expires_at)
      select '${organization}', property_id, id, 'google', 'state-' || id, 'b', 'link-' || id, 'v', ${now} from people`,
    `insert into tour_slots (property_id, profile_id, starts_at)
      select property_id, id, ${now} - n * interval '1 day' from people, generate_series(1, 5) n where not is_asked`,
    `insert into idempotency_keys (property_id, asked_by, route, key, request_hash, status, body, created_at)
      select property_id, profile_id, 'tours', who, 'h', 201, '{}', ${now} - interval '3 hours' from past where k <= 6`,
    `insert into rate_limits (key, points, expire) select 'address:' || n, 1, ${processNow} + interval '50 minutes' from generate_series(1, 20000) n`,
    `create table accounts_made as select gen_random_uuid() as id, id as profile_id, property_id, slug || '-' || nth as who from people`,
    `insert into users (id, name, email) select id, who, who || '@example.net' from accounts_made`,
    `insert into accounts (user_id, account_id, provider_id, password) select id, id, 'credential', 'x' from accounts_made`,
    `insert into members (organization_id, user_id, role, profile_id, property_ids)
      select '${organization}', id, 'agent', profile_id, array[property_id] from accounts_made`,
    `insert into sessions (user_id, token, expires_at) select id, id::text || n, ${processNow} + interval '5 days'
      from accounts_made, generate_series(1, 2) n`,
    // The jobs that a day's polls leave.
    `insert into pgboss.job_common (name, data, state, singleton_key, policy, created_on, completed_on, keep_until)
      select 'sync-calendar.keyed', jsonb_build_object('organizationId', '${organization}', 'propertyId', '${asked}'), 'completed',
        id::text, 'stately', now(), now(), now() + interval '14 days' from agent_calendars, generate_series(1, 10)`,
    // Removals of accounts that have refused access for a while.
    `insert into event_removals (organization_id, property_id, tour_id, agent_calendar_id, event_id, arrives_until, created_at)
      select '${organization}', property_id, id, agent_calendar_id, 'x', ${now}, ${now} - interval '1 minute' from past where k = 5 and not is_asked`,
    `drop table people, past, accounts_made`,
  ];
  // These rows are consistent, so neither foreign keys nor announcements are needed.
  await database.asSuperuser(`set session_replication_role = replica; set synchronous_commit = off;
    set auto_explain.log_min_duration = -1; set jit = off; set work_mem = '64MB';
    ${steps.join(';\n')};`);
  // The planner's statistics say that each other property has as much as the asked one.
  const told = Object.entries(ofOne).flatMap(([table, columns]) =>
    Object.entries(columns).map(
      ([
        column,
        rows,
      ]) => `execute format('alter table ${table} alter ${column} set (n_distinct = %s)',
        greatest(2, (select count(*) / ${rows} from ${table})));`,
    ),
  );
  await database.asSuperuser(
    `set auto_explain.log_min_duration = -1; do $$ begin ${told.join(' ')} end $$; analyze`,
  );
}

/** The number of rows of the asked property, of its agent, or of their calendar. */
const ofOne: Record<string, Record<string, number>> = {
  tour_bookings: { property_id: tours.asked, profile_id: tours.asked / 3 },
  tour_history: { property_id: 2 * tours.asked },
  calendar_events: { property_id: tours.asked, agent_calendar_id: tours.asked / 3 },
  messages: { property_id: 2 * tours.asked },
  leads: { property_id: tours.asked },
  lead_consents: { property_id: tours.asked },
  lead_messages: { property_id: tours.asked / 2 },
  external_calendar_events: { agent_calendar_id: 336 * 4, profile_id: 336 * 4 },
  calendar_sync_logs: { connection_id: 2_000, agent_calendar_id: 2_000 },
};
