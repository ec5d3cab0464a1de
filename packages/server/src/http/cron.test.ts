import { ne } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf, synced, timed } from '../../test/calendars.ts';
import { eventually } from '../../test/eventually.ts';
import { agentAccount } from '../../test/sandbox.ts';
import { bookedTour, freeTime, someone, storedTour, writtenEvent } from '../../test/tours.ts';
import { createWorld, testSettings, type World } from '../../test/world.ts';
import { asTenant } from '../db/scope.ts';
import { calendarChannels } from '../db/tables/calendars.ts';
import { calendarSyncLogs, mirrorEvents } from '../db/tables/mirror.ts';
import { sweeps } from '../job-table.ts';

const minute = 60_000;
let world: World;
beforeAll(async () => {
  world = await createWorld({ keys: ['pk_live', 'pk_test_maple'] });
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());

const Authorization = `Bearer ${testSettings.CRON_SECRET}`;
const run = async (sweep: string, method = 'GET', headers: Record<string, string> = {}) => {
  const init = { method, headers: { Authorization, ...headers } };
  const answer = await world.request(`/api/cron/${sweep}`, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
describe('the cron endpoints [P6]', () => {
  it.each(sweeps.map(({ path }) => path))('lets nobody but the operator run %s', async (sweep) => {
    for (const method of ['GET', 'POST'])
      for (const given of ['', 'Bearer', 'Bearer nonsense'])
        expect(await run(sweep, method, { Authorization: given })).toMatchObject({
          status: 401,
          body: { error: { code: 'UNAUTHORIZED' } },
        });
  });

  it('runs the work that other servers run by the clock', async () => {
    await world.sandbox.addEvent(timed('2026-01-28T15:00:00Z', '2026-01-28T16:00:00Z'));
    await world.pass(4 * minute);
    expect(await run('calendar-sync')).toEqual({
      status: 200,
      body: { success: true, enqueued: 1 },
    });
    await eventually(async () => {
      const mirror = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(mirrorEvents),
      );
      expect(mirror).toHaveLength(1);
    });
    expect(await run('calendar-sync', 'POST')).toMatchObject({ body: { enqueued: 0 } });

    expect(await run('calendar-alerts')).toMatchObject({ body: { enqueued: 0 } });
    expect(await run('calendar-health')).toMatchObject({ body: { enqueued: 1 } });
    await eventually(async () =>
      expect((await connectionOf(world, agentAccount)).lastHealthCheckAt).toBe(world.clock.now()),
    );
  });

  it('renews channels two days ahead', async () => {
    const open = () =>
      asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(calendarChannels));
    await eventually(async () => expect((await open())[0]?.expiresAt).toBeTruthy());
    expect(await run('channel-renewals')).toMatchObject({ body: { enqueued: 0 } });
    await world.pass(6 * 24 * 60 * minute);
    expect(await run('channel-renewals')).toMatchObject({ body: { enqueued: 1 } });
    await eventually(async () =>
      expect((await open()).map((one) => one.stoppedAt)).toContain(null),
    );
    await eventually(async () => expect(await open()).toHaveLength(2));
  });

  it('writes the tours whose writing has failed', async () => {
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      then: { status: 400, reason: 'invalid' },
    });
    const booking = await bookedTour(world);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('failed'),
    );
    await world.pass(16 * minute);
    expect(await run('pending-events')).toMatchObject({ body: { enqueued: 1 } });
    await writtenEvent(world, booking.id);
  });

  it('writes the appointments whose writing has failed', async () => {
    const unsynced = ne(mirrorEvents.syncStatus, 'synced');
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(mirrorEvents)
        .set({ syncStatus: 'failed', updatedAt: world.clock.now() - 16 * minute }),
    );
    expect(await run('pending-events')).toMatchObject({ body: { enqueued: 1 } });
    await eventually(async () => {
      const left = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(mirrorEvents).where(unsynced),
      );
      expect(left).toEqual([]);
    });
  });

  it('completes tours, deletes practice tours and old rows', async () => {
    const { id } = await bookedTour(world);
    const practice = { 'X-API-Key': 'pk_test_maple' };
    const practised = await world.book({ startsAt: await freeTime(world), ...someone() }, practice);
    expect(practised.booking.test).toBe(true);
    await world.pass(30 * 24 * 60 * minute);
    expect(await run('tour-completions')).toMatchObject({ body: { enqueued: 1 } });
    expect(await run('test-erasures')).toMatchObject({ body: { enqueued: 1 } });
    await eventually(async () => {
      expect((await storedTour(world, id)).tour?.status).toBe('completed');
      expect((await storedTour(world, practised.booking.id)).tour).toBeUndefined();
    });
    const logs = async () => {
      const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(calendarSyncLogs),
      );
      return rows.filter((row) => row.at < world.clock.now() - 30 * 24 * 60 * minute).length;
    };
    await world.pass(minute);
    expect(await logs()).toBeGreaterThan(0);
    expect(await run('housekeeping')).toMatchObject({ status: 200, body: { enqueued: 0 } });
    expect(await logs()).toBe(0);
  });

  it('says how to set the secret if there is none', async () => {
    const open = await createWorld({ jobs: false, settings: { CRON_SECRET: '' } });
    const answer = await open.app.request('/api/cron/calendar-health', {
      headers: { Authorization },
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(/SECRET_NOT_SET.*openssl rand/);
    await open.stop();
  });
});
