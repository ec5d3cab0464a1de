/** Properties with three agents each, and a fresh mirror of 200 events an agent. */
import { sql } from 'drizzle-orm';
import type { Context } from '@luma-leasing/server/src/context.ts';
import { mintScope } from '@luma-leasing/server/src/db/mint-scope.ts';
import type { TenantScope } from '@luma-leasing/server/src/db/scope.ts';
import { defaultHours } from '@luma-leasing/server/src/features/admin/properties/put-property.ts';

const agents = 3;
const events = 200;

export const keyOf = (property: number): string => `pk_bench_${property}`;

/** The n-th property's ids are made of its number. */
export const scopeOf = (property: number): TenantScope => {
  const tail = String(property).padStart(12, '0');
  return mintScope({
    organizationId: `00000001-0000-4000-8000-${tail}`,
    propertyId: `00000002-0000-4000-8000-${tail}`,
  });
};

/**
 * By plain SQL as the database's owner: a thousand properties in seconds.
 * @param together all of one organization; absent: each of its own, as `scopeOf` has it.
 */
export async function seedProperties(
  ctx: Context,
  count: number,
  { together = false } = {},
): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => ctx.db.execute(statement);
  const hours = JSON.stringify(defaultHours);
  const address = JSON.stringify({
    street: '1 Maple St',
    city: 'Chicago',
    region: 'IL',
    postalCode: '60614',
    country: 'US',
  });
  const id = (prefix: string, number: string) =>
    sql.raw(
      `(lpad(${prefix}::text, 8, '0') || '-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`,
    );
  const organization = id('1', together ? '1' : 'n');
  await run(sql`
    insert into organizations (id, name)
    select ${id('1', 'n')}, 'Org ' || n from generate_series(1, ${count}::int) n`);
  await run(sql`
    insert into properties (id, organization_id, slug, name, timezone, address, contact_name, hours)
    select ${id('2', 'n')}, ${organization}, 'p' || n, 'Property ' || n, 'America/Chicago',
      ${address}::jsonb, 'the team', ${hours}::jsonb
    from generate_series(1, ${count}::int) n`);
  await run(sql`insert into lumaleasing_config (property_id) select id from properties`);
  await run(sql`
    insert into api_keys (property_id, organization_id, key)
    select ${id('2', 'n')}, ${organization}, 'pk_bench_' || n from generate_series(1, ${count}::int) n`);
  const agent = sql.raw(`(n - 1) * ${agents} + a`);
  const everyAgent = sql`generate_series(1, ${count}::int) n, generate_series(1, ${agents}::int) a`;
  await run(sql`
    insert into profiles (id, organization_id, name)
    select ${id('3', `(n - 1) * ${agents} + a`)}, ${organization}, 'Agent ' || ${agent} from ${everyAgent}`);
  await run(sql`
    insert into property_agents (property_id, profile_id, organization_id)
    select ${id('2', 'n')}, ${id('3', `(n - 1) * ${agents} + a`)}, ${organization} from ${everyAgent}`);
  await run(sql`
    insert into calendar_connections (id, organization_id, profile_id, provider, account_email, scopes)
    select id, organization_id, id, 'google', id || '@example.com', '[]' from profiles`);
  await run(sql`
    insert into agent_calendars
      (id, organization_id, profile_id, connection_id, calendar_id, summary, timezone, is_default, last_synced_at,
       mirrored_until)
    select id, organization_id, id, id, id, 'Work', 'America/Chicago', true, now() + interval '1 day',
      now() + interval '200 days'
    from profiles`);
  // Spread over the coming 60 days, half an hour to two hours each.
  await run(sql`
    insert into external_calendar_events
      (organization_id, agent_calendar_id, profile_id, provider_event_id, starts_at, ends_at, busy)
    select organization_id, id, id, e, start, start + interval '30 minutes' * (1 + e % 4), true
    from profiles, generate_series(1, ${events}::int) e,
      lateral (select date_trunc('hour', now()) + interval '7.2 hours' * e as start) s`);
  await run(sql`analyze`);
}
