import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileOf } from '../../../../test/calendars.ts';
import { jobsOf } from '../../../../test/jobs.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { rowsOf } from '../../../db/client.ts';
import { transact } from '../../../unit-of-work.ts';
import { syncCalendarJob } from '../../calendars/job-contracts.ts';
import { enqueueDueShare, enqueueDueSyncs } from './due-calendars.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

/** One tick of the poll: three seconds of its period of three minutes. */
const ticks = 180 / 3;

it('a tick of the poll queues a share of the calendars, those synced longest ago', async () => {
  const { id: profile } = await profileOf(world, agentAccount);
  const now = new Date(world.clock.now()).toISOString();
  const ids = await transact(world.unit, async ({ tx }) => {
    await tx.execute(sql`
      insert into agent_calendars (organization_id, profile_id, connection_id, calendar_id, summary, timezone,
        last_attempt_at)
      select organization_id, profile_id, connection_id, 'c' || n, 'C', timezone,
        ${now}::timestamptz - interval '1 hour' - n * interval '1 second'
      from agent_calendars, generate_series(1, ${4 * ticks - 1}::int) n where profile_id = ${profile}`);
    const found = await tx.execute(
      sql`select id from agent_calendars order by last_attempt_at nulls first`,
    );
    return rowsOf<{ id: string }>(found).map(({ id }) => id);
  });
  const asked = async () =>
    new Set((await jobsOf(world, syncCalendarJob)).map(({ singletonKey }) => singletonKey));
  const share = await enqueueDueShare(world.ctx);
  // Somewhat more than one sixtieth, so that no calendar is late.
  expect(share).toBeGreaterThanOrEqual(4);
  expect(share).toBeLessThanOrEqual(5);
  expect(await asked()).toEqual(new Set(ids.slice(0, share)));
  // The cron endpoint queues all that are due.
  expect(await enqueueDueSyncs(world.ctx)).toBe(ids.length);
});
