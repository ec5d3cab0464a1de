import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { made } from '../../test/appointments.ts';
import { profileOf } from '../../test/calendars.ts';
import { eventually } from '../../test/eventually.ts';
import { signIn } from '../../test/members.ts';
import { bookedTour, manage, writtenEvent } from '../../test/tours.ts';
import { agentAccount } from '../../test/sandbox.ts';
import { createWorld, type World } from '../../test/world.ts';
import { assertIsolation } from './assert-isolation.ts';
import { rowsOf } from './client.ts';
import { codeOf } from './errors.ts';
import { asAuth, asSystem, asTenant, type TenantScope } from './scope.ts';

/** Tables whose rows the whole organization shares. Rows of all other tables belong to one property. */
const shared = [
  'agent_calendars',
  'appointment_history',
  'calendar_channels',
  'calendar_connections',
  'calendar_idle_polls',
  'calendar_releases',
  'calendar_sync_logs',
  'calendar_token_refreshes',
  'event_removals',
  'external_calendar_events',
  'members',
  'organizations',
  'profiles',
  'properties',
  'property_agents',
];
/** Tables that only the sign-in, or only the system, may read. */
const signInOnly = ['accounts', 'sessions', 'users', 'verifications'];
const systemOnly = ['api_keys', 'oauth_states', 'rate_limits', 'widget_files', ...signInOnly];

const onPostgres = process.env['TEST_DATABASE'] === 'postgres';
/** The server's own tables, found by their policy: they concern no tenant, and no role is taken for them. */
let aboutNobody: string[];
let world: World;
/** `stranger`: a property of another organization. `sister`: another property of the same organization. */
let stranger: TenantScope;
let sister: TenantScope;
let tables: string[];
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  stranger = await world.addProperty({ slug: 'stranger', key: 'pk_stranger' });
  sister = await world.addProperty({
    slug: 'sister',
    key: 'pk_sister',
    organization: { id: world.scope.organizationId, name: '' },
    agents: [],
  });
  tables = rowsOf<{ name: string }>(
    await world.ctx.db.execute(
      sql`select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
          where nspname = 'public' and relkind in ('r', 'p') order by 1`,
    ),
  ).map(({ name }) => name);
  aboutNobody = (
    await world.database.asSuperuser(
      `select tablename as name from pg_policies where policyname = 'of_server'`,
    )
  ).map(({ name }) => String(name));
  await fillEveryTable();
});
afterAll(() => world.stop());

/** Puts at least one row of the first property into each table, by using the server. */
async function fillEveryTable() {
  const who = { email: 'ana@example.org', phone: undefined, privacyConsent: true };
  const booking = await bookedTour(world, who);
  await writtenEvent(world, booking.id);
  await world.book({ startsAt: booking.startsAt, ...who }, { 'Idempotency-Key': 'one-of-many' });
  await eventually(() => expect(world.mails).not.toEqual([]));
  const question = { kind: 'question', message: 'Cats?', email: 'ana@example.org' };
  await world.post('/api/lumaleasing/leads', question);
  await manage(world, booking);
  await made(world, await signIn(world, { role: 'owner' }));
  await asAuth(world.ctx.db, (tx) =>
    tx.execute(
      sql`insert into verifications (identifier, value, expires_at) values ('x', 'y', now())`,
    ),
  );
  const { id } = await profileOf(world, agentAccount);
  const { propertyId, organizationId } = world.scope;
  await asTenant(world.ctx.db, world.scope, async (tx) => {
    await tx.execute(sql`insert into tour_slots (property_id, profile_id, starts_at)
      values (${propertyId}, ${id}, now())`);
    await tx.execute(sql`insert into external_calendar_events
      (organization_id, agent_calendar_id, profile_id, provider_event_id, starts_at, ends_at, busy)
      select ${organizationId}, id, profile_id, 'x', now(), now(), true from agent_calendars`);
    await tx.execute(sql`insert into calendar_token_refreshes
      (organization_id, connection_id, at, duration_ms, outcome)
      select ${organizationId}, id, now(), 1, 'refreshed' from calendar_connections`);
    await tx.execute(sql`insert into calendar_releases
      (organization_id, connection_id, profile_id, provider, account_email, channels)
      select ${organizationId}, id, profile_id, provider, account_email, '[]' from calendar_connections`);
    await tx.execute(sql`insert into calendar_idle_polls (organization_id, connection_id, hour, polls)
      select ${organizationId}, id, now(), 1 from calendar_connections`);
    await tx.execute(sql`insert into event_removals
      (organization_id, property_id, tour_id, agent_calendar_id, generation, arrives_until)
      select ${organizationId}, ${propertyId}, ${booking.id}, id, 7, now() from agent_calendars`);
    await tx.execute(sql`insert into calendar_channels
      (organization_id, agent_calendar_id, token_hash)
      select ${organizationId}, id, 'x' from agent_calendars`);
  });
}

const rowsAs = async (scope: TenantScope, table: string) =>
  asTenant(world.ctx.db, scope, async (tx) => {
    const rows = await tx.execute(sql`select * from ${sql.identifier(table)}`);
    return rowsOf<Record<string, unknown>>(rows);
  });

/** The SQLSTATE with which a statement of a tenant is refused; undefined when it is allowed. */
const refused = (scope: TenantScope, statement: string) =>
  asTenant(world.ctx.db, scope, (tx) => tx.execute(sql.raw(statement))).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );

const insufficientPrivilege = '42501';

describe('row-level security [P1]', () => {
  it('is tested on every table, and each has rows', async () => {
    expect(tables.length).toBeGreaterThan(18);
    for (const table of tables.filter((one) => !systemOnly.includes(one))) {
      const rows = await rowsAs(world.scope, table);
      expect(rows.length, table).toBeGreaterThan(0);
    }
  });

  // The only login of an embedded database is a superuser.
  it.runIf(onPostgres)('shows no row of any table to a statement that took no role', async () => {
    for (const table of tables.filter((one) => !aboutNobody.includes(one))) {
      const [known] = await world.database.asSuperuser(`select count(*)::int as n from ${table}`);
      expect(known!['n'], table).toBeGreaterThan(0);
      expect(await world.ctx.db.execute(`select * from ${table}`), table).toHaveLength(0);
    }
    // The tables that such a statement may read have no column that names a tenant.
    const columns = await world.database.asSuperuser(
      `select column_name as name from information_schema.columns where table_name in (${aboutNobody.map((one) => `'${one}'`).join(', ')})`,
    );
    for (const { name } of columns) expect(name).not.toMatch(/_id$|email|name/);
  });

  it('shows nothing of a property to a stranger', async () => {
    const ids = [world.scope.organizationId, world.scope.propertyId];
    for (const table of tables.filter((one) => !systemOnly.includes(one)))
      for (const row of await rowsAs(stranger, table))
        for (const id of ids) expect(JSON.stringify(row), table).not.toContain(id);
  });

  it('shows a sister property only what the organization shares', async () => {
    const ofOne = tables.filter((one) => !shared.includes(one) && !systemOnly.includes(one));
    expect(ofOne.length).toBeGreaterThan(8);
    for (const table of ofOne)
      for (const row of await rowsAs(sister, table))
        expect(JSON.stringify(row), table).not.toContain(world.scope.propertyId);
  });

  it('shows no tenant the tables of the system and the sign-in', async () => {
    for (const table of systemOnly)
      expect(await refused(world.scope, `select * from ${table}`)).toBe(insufficientPrivilege);
  });

  it('shows the system no passwords and sessions, and the sign-in nothing else', async () => {
    const codeAs = (as: typeof asSystem, table: string) =>
      as(world.ctx.db, (tx) => tx.execute(sql.raw(`select * from ${table}`))).then(
        () => undefined,
        (error: unknown) => codeOf(error),
      );
    for (const table of signInOnly)
      expect(await codeAs(asSystem, table), table).toBe(insufficientPrivilege);
    for (const table of tables.filter((one) => !signInOnly.includes(one)))
      expect(await codeAs(asAuth, table), table).toBe(insufficientPrivilege);
    expect(await codeAs(asAuth, 'agent_blocks')).toBe(insufficientPrivilege);
    expect(await codeAs(asAuth, 'pgboss.job_common')).toBe(insufficientPrivilege);
  });

  it('lets a stranger neither change nor delete a row', async () => {
    const total = async (table: string) =>
      (await world.database.asSuperuser(`select count(*)::int as n from ${table}`))[0]!['n'];
    for (const table of tables) {
      const before = await total(table);
      const code = await refused(stranger, `delete from ${table} where not (${ofStranger(table)})`);
      expect([undefined, insufficientPrivilege], table).toContain(code);
      expect(await total(table), table).toBe(before);
    }
  });

  // SQL: the row is the stranger's own. Tables name their owner differently, so it searches the whole row.
  const ofStranger = (table: string) =>
    `to_jsonb(${table})::text like '%${stranger.organizationId}%'
      or to_jsonb(${table})::text like '%${stranger.propertyId}%'`;

  it('lets nobody write a row in another’s name', async () => {
    const { id: profileId } = await profileOf(world, agentAccount);
    const [lead] = await rowsAs(world.scope, 'leads');
    const tour = (organizationId: string, propertyId: string) => `insert into tour_bookings
      (organization_id, property_id, profile_id, lead_id, tour_type, starts_at, ends_at, blocked_until,
        first_name, last_name, email, updated_at)
      values ('${organizationId}', '${propertyId}', '${profileId}', '${String(lead!['id'])}',
        'in_person', now(), now(), now(), 'a', 'b', 'c', now())`;
    const { organizationId, propertyId } = world.scope;
    expect(await refused(stranger, tour(stranger.organizationId, propertyId))).toBe(
      insufficientPrivilege,
    );
    // Such a tour would block the time of another organization's agent.
    expect(await refused(stranger, tour(organizationId, stranger.propertyId))).toBe(
      insufficientPrivilege,
    );
    expect(
      await refused(
        stranger,
        `insert into profiles (organization_id, name) values ('${organizationId}', 'Mallory')`,
      ),
    ).toBe(insufficientPrivilege);
    expect(
      await refused(
        sister,
        `insert into leads (property_id, source, updated_at) values ('${propertyId}', 'widget', now())`,
      ),
    ).toBe(insufficientPrivilege);
  });

  it('lets nobody change the histories [B6, N3]', async () => {
    const appendOnly = [
      'tour_history',
      'appointment_history',
      'lead_consents',
      'calendar_token_refreshes',
    ];
    for (const table of appendOnly) {
      expect(await refused(world.scope, `update ${table} set at = now()`), table).toBe(
        insufficientPrivilege,
      );
      expect(await refused(world.scope, `delete from ${table}`), table).toBe(insufficientPrivilege);
    }
  });

  it('lets an organization see when its agents give tours, but nothing else of these tours', async () => {
    const [block, ...rest] = await rowsAs(sister, 'agent_blocks');
    expect(rest).toEqual([]);
    expect(Object.keys(block!).toSorted()).toEqual([
      'blocked_until',
      'ends_at',
      'id',
      'organization_id',
      'profile_id',
      'property_id',
      'receiver',
      'starts_at',
    ]);
    expect(await rowsAs(stranger, 'agent_blocks')).toEqual([]);
  });
});

describe('the check at the start', () => {
  const within = async (statements: string[], undo: string[], code: string) => {
    for (const statement of statements) await world.ctx.db.execute(sql.raw(statement));
    await expect(assertIsolation(world.ctx.db)).rejects.toThrow(code);
    for (const statement of undo) await world.ctx.db.execute(sql.raw(statement));
    await assertIsolation(world.ctx.db);
  };

  it('refuses a table that does not force row security', () =>
    within(
      ['alter table leads no force row level security'],
      ['alter table leads force row level security'],
      'leads',
    ));

  it('refuses a new table without row security', () =>
    within(['create table forgotten (id int)'], ['drop table forgotten'], 'forgotten'));

  it('finds that a table with row security, but no policy, is empty for every tenant', async () => {
    for (const statement of [
      'create table unruled (id int)',
      'insert into unruled values (1)',
      'alter table unruled enable row level security',
      'alter table unruled force row level security',
      'grant select on unruled to luma_tenant',
    ])
      await world.ctx.db.execute(sql.raw(statement));
    expect(await rowsAs(world.scope, 'unruled')).toEqual([]);
    await world.ctx.db.execute(sql.raw('drop table unruled'));
  });

  it('sees that each scope function takes its role', async () => {
    const roleOf = async (work: Promise<unknown>) => rowsOf<{ role: string }>(await work)[0]!.role;
    const ask = sql`select current_user as role`;
    expect(await roleOf(asTenant(world.ctx.db, world.scope, (tx) => tx.execute(ask)))).toBe(
      'luma_tenant',
    );
    expect(await roleOf(asSystem(world.ctx.db, (tx) => tx.execute(ask)))).toBe('luma_system');
    expect(await roleOf(asAuth(world.ctx.db, (tx) => tx.execute(ask)))).toBe('luma_auth');
  });
});
