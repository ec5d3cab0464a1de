import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asTenant, type TenantScope } from '../../src/db/scope.ts';
import type { Tx } from '../../src/db/client.ts';
import { leads } from '../../src/db/tables/leads.ts';
import { queueRemovals } from '../../src/features/calendars/queue-removal.ts';
import { queueStraysAndFindChanged } from '../../src/features/sync/tours/changed-tours.ts';
import { syncTour } from '../../src/features/sync/tours/sync-tour.ts';
import { syncTourJob } from '../../src/features/tours/job-contracts.ts';
import { restrictQueue } from '../../src/jobs/access.ts';
import { transact, type OpenUnit } from '../../src/unit-of-work.ts';
import { eventually } from '../eventually.ts';
import { agentAccount } from '../sandbox.ts';
import { bookedTour, freeTime, someone, storedTour, writtenEvent } from '../tours.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
});
afterAll(() => world.stop());

const waiting = async (what: string) =>
  eventually(async () => {
    const found = await world.database.asSuperuser(`
      select 1 from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database() and query ilike '%${what}%'`);
    expect(found).toHaveLength(1);
  });

/** Holds a transaction open until `end` is called. */
function held(work: (tx: Tx) => Promise<unknown>) {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = world.ctx.db.transaction(async (tx) => {
    await work(tx);
    begun.resolve();
    await ended.promise;
  });
  return { begun: begun.promise, end: () => (ended.resolve(), done) };
}

describe('waiting for locks', () => {
  it('new jobs do not wait while a starting server waits for the queue’s table', async () => {
    await world.database.asSuperuser(
      `comment on policy of_system on pgboss.job_common is 'of another version'`,
    );
    const report = held((tx) => tx.execute(sql`select count(*) from pgboss.job_common`));
    await report.begun;
    const starting = restrictQueue(world.ctx);
    await waiting('alter table pgboss.job_common');
    const { organizationId, propertyId }: TenantScope = world.scope;
    const tourId = '00000000-0000-4000-8000-000000000000';
    await asTenant(world.ctx.db, world.scope, async (tx) => {
      await tx.execute(sql`set local lock_timeout = '5s'`);
      await world.ctx.queue.enqueue(tx, syncTourJob, { organizationId, propertyId, tourId });
    });
    await report.end();
    await starting;
    const [policy] = await world.database.asSuperuser(
      `select obj_description(oid, 'pg_policy') as mark from pg_policy where polname = 'of_system'
        and polrelid = 'pgboss.job_common'::regclass`,
    );
    expect(policy!['mark']).toMatch(/^[\da-f]{64}$/);
  });

  it('two syncs that find the same second events do not wait for each other', async () => {
    const { id: tourId } = await bookedTour(world);
    const own = await writtenEvent(world, tourId);
    const { tour, event } = await storedTour(world, tourId);
    const agentCalendarId = event!.agentCalendarId!;
    const { propertyId } = world.scope;
    const known = new Map([
      [
        tourId,
        {
          tourId,
          propertyId,
          profileId: tour!.profileId,
          startsAt: tour!.startsAt,
          endsAt: tour!.endsAt,
          status: 'confirmed' as const,
          calendarId: 'x',
          agentCalendarId,
          providerEventId: own.id!,
          generation: 0,
          etag: null,
        },
      ],
    ]);
    const found = (eventId: string) =>
      ({
        eventId,
        ref: { kind: 'tour', id: tourId },
        seriesId: null,
        cancelled: false,
        etag: null,
      }) as never;
    const page = (unit: OpenUnit, ...ids: string[]) =>
      queueStraysAndFindChanged(unit, { agentCalendarId, calendarId: 'x' }, known, ids.map(found));
    let other: Promise<unknown> | undefined;
    await transact(world.unit, async (unit) => {
      await queueRemovals(unit, [{ tourId, agentCalendarId, eventId: 'stray1' }]);
      other = transact(world.unit, (unit) => page(unit, 'stray2', 'stray1'));
      await waiting('event_removals');
      await page(unit, 'stray1', 'stray2');
    });
    await other;
  });

  it('a restored event waits for its prospect’s booking, and brings no tour back then', async () => {
    const who = someone();
    const { id: tourId } = await bookedTour(world, who);
    const { id: eventId } = await writtenEvent(world, tourId);
    const { tour } = await eventually(async () => {
      const stored = await storedTour(world, tourId);
      expect(stored.event?.syncStatus).toBe('synced');
      return stored;
    });
    const path = `/_control/google/events/${eventId}?account=${agentAccount}`;
    await world.sandbox.send('DELETE', path);
    await syncTour(world.unit, tourId);
    expect((await storedTour(world, tourId)).tour?.status).toBe('cancelled');
    await world.pass();
    await world.sandbox.send('PATCH', path, { status: 'confirmed' });
    let booking: ReturnType<typeof bookedTour> | undefined;
    let restoring: Promise<unknown> | undefined;
    await asTenant(world.ctx.db, world.scope, async (tx) => {
      await tx.select().from(leads).where(eq(leads.id, tour!.leadId)).for('update');
      booking = bookedTour(world, { startsAt: await freeTime(world, 10), ...who });
      await waiting('with known as materialized');
      restoring = syncTour(world.unit, tourId);
      await waiting('pg_advisory_xact_lock');
    });
    const { id } = await booking!;
    await restoring;
    const statusOf = async (one: string) => (await storedTour(world, one)).tour?.status;
    expect([await statusOf(tourId), await statusOf(id)]).toEqual(['cancelled', 'confirmed']);
  });
});
