import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileOf, synced } from '../../test/calendars.ts';
import { eventually } from '../../test/eventually.ts';
import { agentAccount } from '../../test/sandbox.ts';
import { bookedTour, storedTour } from '../../test/tours.ts';
import { createWorld, type World } from '../../test/world.ts';
import { transact } from '../unit-of-work.ts';

let world: World;
let agent: string;
let tour: string;
/** The ids that were announced since the test began. */
const heard = new Set<string>();
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
  tour = (await bookedTour(world)).id;
  agent = (await profileOf(world, agentAccount)).id;
  await world.ctx.queue.boss.stop({ graceful: true, close: false, timeout: 10_000 });
  await world.ctx.database.listen(
    'luma_changed',
    (id) => heard.add(id),
    () => {},
  );
});
afterAll(() => world.stop());

/** What a change announces. A mark sent after it tells when all has arrived. */
async function announced(...changes: SQL[]): Promise<string[]> {
  heard.clear();
  await transact(world.unit, async ({ tx }) => {
    for (const change of changes) await tx.execute(change);
  });
  const mark = crypto.randomUUID();
  await world.ctx.db.execute(sql`select pg_notify('luma_changed', ${mark})`);
  await eventually(() => expect(heard.has(mark)).toBe(true));
  return [...heard].filter((id) => id !== mark);
}

describe('a change of free times is announced', () => {
  it.each<[string, SQL]>([
    [
      'busy time that comes',
      sql`insert into external_calendar_events (organization_id,
      agent_calendar_id, profile_id, provider_event_id, starts_at, ends_at, busy)
      select organization_id, id, profile_id, 'x', now(), now(), true from agent_calendars`,
    ],
    [
      'busy time that moves',
      sql`update external_calendar_events set ends_at = now() + interval '1h'`,
    ],
    ['busy time that is free now', sql`update external_calendar_events set busy = false`],
    ['an event that cannot be read', sql`update external_calendar_events set unreadable = true`],
    [
      'a calendar that no longer receives tours',
      sql`update agent_calendars set is_default = false`,
    ],
    ['a calendar that may only be read', sql`update agent_calendars set writable = false`],
    ['a calendar that no longer blocks', sql`update agent_calendars set blocks_time = false`],
    ['a mirror that reaches further', sql`update agent_calendars set mirrored_until = now()`],
    ['a mirror that is forgotten', sql`update agent_calendars set last_synced_at = null`],
    ['a grant that ends', sql`update calendar_connections set token_status = 'revoked'`],
  ])('%s: with its agent', async (_what, change) => {
    expect(await announced(change)).toEqual([agent]);
  });

  it('a moved tour: with its agent, its property and the calendar that holds its event', async () => {
    const { receiver } = (await storedTour(world, tour)).tour!;
    const moved = await announced(sql`update tour_bookings
      set ends_at = ends_at + interval '1 minute'`);
    expect(new Set(moved)).toEqual(new Set([agent, world.scope.propertyId, receiver]));
  });

  it('a tour that changes its calendar: with both calendars', async () => {
    const { receiver } = (await storedTour(world, tour)).tour!;
    const another = crypto.randomUUID();
    const moved = await announced(sql`update tour_bookings set receiver = ${another}`);
    expect(new Set(moved)).toEqual(new Set([agent, world.scope.propertyId, receiver, another]));
  });

  it('times by hand, and which agent shows which property: with the property', async () => {
    const { propertyId } = world.scope;
    const opened = sql`insert into tour_slots (property_id, profile_id, starts_at)
      values (${propertyId}, ${agent}, now())`;
    expect(await announced(opened)).toEqual([propertyId]);
    expect(await announced(sql`update property_agents set daily_cap = 3`)).toEqual([propertyId]);
  });

  it('a publishable key that is given other origins, or revoked, by its own id', async () => {
    const [key] = await world.database.asSuperuser('select id from api_keys');
    for (const change of ["allowed_origins = '[]'", 'expires_at = now()']) {
      const update = sql.raw(`update api_keys set ${change}`);
      expect(await announced(sql`select set_config('role', 'luma_system', true)`, update)).toEqual([
        key!['id'],
      ]);
    }
  });
});

describe('a change that concerns no free time is not announced', () => {
  it.each<[string, SQL]>([
    [
      'a poll that found nothing',
      sql`update agent_calendars
      set last_attempt_at = now(), last_synced_at = coalesce(last_synced_at, now()), sync_token = 'x'
      where last_synced_at is not null`,
    ],
    ['a poll that failed', sql`update agent_calendars set last_error = 'x', failing_since = now()`],
    [
      'a listing that saw a row again',
      sql`update external_calendar_events
      set sync_run = sync_run + 1, etag = 'x', updated_at = now()`,
    ],
    ['other words', sql`update external_calendar_events set title = 'x'`],
    [
      'what takes no time',
      sql`insert into external_calendar_events (organization_id,
      agent_calendar_id, profile_id, provider_event_id, starts_at, ends_at, busy)
      select organization_id, id, profile_id, 'y', now(), now(), false from agent_calendars`,
    ],
    ['a token refreshed', sql`update calendar_connections set last_health_check_at = now()`],
    ['a tour verified', sql`update tour_bookings set unverified = true, updated_at = now()`],
  ])('%s', async (_what, change) => {
    expect(await announced(change)).toEqual([]);
  });
});
