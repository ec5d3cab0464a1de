import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, connectionOf, synced, timed } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { atRest, jobsOf } from '../../../test/jobs.ts';
import { agentAccount, type Fault } from '../../../test/sandbox.ts';
import {
  bookedTour,
  eventsOf,
  freeTime,
  manage,
  storedTour,
  writtenEvent,
} from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { calendarSyncLogs } from '../../db/tables/mirror.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { removeEventJob } from '../calendars/queue-removal.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { enqueueDueSyncs } from './mirror/due-calendars.ts';
import { enqueueRemovals } from './tours/run-removal.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass(120_000);
});

const on = (method: string, then: Fault['then'], times = 1): Fault => ({
  // The calendar's channel may be opened at the same time: that call does not count.
  match: { method, path: '/calendar/v3/calendars/.*/events(?!/watch)' },
  times,
  then,
});
const poll = async () => {
  await world.pass((world.ctx.config.CALENDAR_POLL_SECONDS + 1) * 1_000);
  await enqueueDueSyncs(world.ctx);
};
const move = (id: string, startsAt: string) => {
  const end = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
  const path = `/_control/google/events/${id}?account=${agentAccount}`;
  return world.sandbox.send('PATCH', path, timed(startsAt, end));
};
const doneJobs = async () =>
  (await jobsOf(world, syncTourJob)).filter((job) => job.state === 'completed').length;
const logs = (tourId: string) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarSyncLogs).where(eq(calendarSyncLogs.tourId, tourId)),
  );
const oneEvent = (tourId: string) =>
  eventually(async () => {
    const { tour, event } = await storedTour(world, tourId);
    expect(event?.syncStatus).toBe('synced');
    const there = await eventsOf(world, tourId);
    expect(there.map((one) => Date.parse(one.start?.dateTime ?? ''))).toEqual([tour!.startsAt]);
    return there[0]!;
  });

describe('exactly one event [B3, S1]', () => {
  it('when the provider does not notice that the id is taken', async () => {
    await world.sandbox.fault(on('POST', { loseAnswer: true }));
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events/luma' },
      times: 0,
      then: { status: 404, reason: 'notFound' },
    });
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events$' },
      times: 0,
      then: { body: { kind: 'calendar#events', items: [] } },
    });
    await world.sandbox.fault(on('POST', { missDuplicate: true }));
    const booking = await bookedTour(world);
    await eventually(async () => expect(await eventsOf(world, booking.id)).toHaveLength(2));
    await world.sandbox.send('DELETE', '/_control/faults');
    await poll();
    // A stray that was looked at while the tour's own event could not be seen is looked at again.
    await atRest(world, removeEventJob);
    await world.pass(120_000);
    await enqueueRemovals(world.ctx);
    await oneEvent(booking.id);
  });

  it('when both sides move it at once: the later move wins, and the log has both versions', async () => {
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);
    await world.pass();
    const [ours, theirs] = [await freeTime(world, 6), await freeTime(world, 12)];
    // The agent moves the event first. Our write, which read the event before, is refused with 412.
    await world.sandbox.fault(on('PATCH', { held: true }));
    expect((await manage(world, booking, '/reschedule', { startsAt: ours })).status).toBe(200);
    await world.sandbox.struck();
    await world.pass();
    await move(event.id!, theirs);
    await world.sandbox.release();
    const there = await oneEvent(booking.id);
    expect(Date.parse(there.start!.dateTime!)).toBe(Date.parse(theirs));
    const conflict = (await logs(booking.id)).find((one) => one.outcome === 'conflict');
    expect(conflict?.details).toMatchObject({ ours: { startsAt: ours } });
  });

  it.each([
    ['403', { status: 403, reason: 'userRateLimitExceeded', retryAfterSeconds: 2 }],
    ['429', { status: 429, reason: 'rateLimitExceeded', retryAfterSeconds: 2 }],
    ['503', { status: 503, reason: 'backendError', retryAfterSeconds: 2 }],
  ] satisfies [string, Fault['then']][])(
    'through a storm of %s: nothing is dropped, and nobody asks before the time told',
    async (_status, then) => {
      const before = await doneJobs();
      const haveLookedIn = (times: number) =>
        eventually(async () => expect((await doneJobs()) - before).toBeGreaterThanOrEqual(times));
      await world.sandbox.fault(on('POST', then, 3));
      const booked = [await bookedTour(world), await bookedTour(world), await bookedTour(world)];
      await haveLookedIn(3);
      const { pausedUntil } = await connectionOf(world, agentAccount);
      expect(pausedUntil).toBe(world.clock.now() + 2_000);
      // The clock stands still, so the pause does not end: every job is put off, and none makes a call.
      const asked = await askedDuring(world, async () => {
        await enqueueDueSyncs(world.ctx);
        await haveLookedIn(6);
      });
      expect(asked.filter((one) => one.path.startsWith('/calendar/v3'))).toEqual([]);
      for (const { id } of booked) expect(await eventsOf(world, id)).toEqual([]);
      await world.sandbox.send('DELETE', '/_control/faults');
      await world.pass(3_000);
      for (const { id } of booked) await oneEvent(id);
    },
    60_000,
  );

  it('through many answers of 503 without a Retry-After', async () => {
    await world.sandbox.fault(on('POST', { status: 503, reason: 'backendError' }, 4));
    const booked = [await bookedTour(world), await bookedTour(world), await bookedTour(world)];
    for (const { id } of booked) await oneEvent(id);
  });
});

describe('what sync must not believe', () => {
  it('a cursor of another account: everything is listed again, and no tour is lost', async () => {
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(agentCalendars).set({ syncToken: 'of-somebody-else' }),
    );
    await poll();
    await eventually(async () => {
      const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(agentCalendars),
      );
      expect(calendar).toMatchObject({ lastError: null, lastSyncedAt: world.clock.now() });
      expect(calendar!.syncToken).not.toBe('of-somebody-else');
    });
    await oneEvent(booking.id);
  });

  it('that a calendar out of our sight has cancelled its tours', async () => {
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);
    await world.pass();
    await world.sandbox.fault(on('GET', { status: 404, reason: 'notFound' }, 50));
    await world.sandbox.fault({
      match: { method: 'GET', path: '/calendarList' },
      times: 50,
      then: { body: { kind: 'calendar#calendarList', items: [] } },
    });
    await manage(world, booking, '/reschedule', { startsAt: await freeTime(world, 9) });
    await eventually(async () => {
      const { event: row } = await storedTour(world, booking.id);
      expect(row).toMatchObject({ syncStatus: 'failed' });
    });
    expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
    expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
  });
});

describe('a tour booked while its calendar could not be asked [B1]', () => {
  const unverified = async (id: string) => (await storedTour(world, id)).tour;

  it('is looked at again at the next sync, and is then like any other', async () => {
    const startsAt = await freeTime(world, 3);
    await world.sandbox.fault(on('GET', { status: 503, reason: 'backendError' }));
    const booking = await bookedTour(world, { startsAt });
    expect((await unverified(booking.id))?.unverified).toBe(true);
    await poll();
    await eventually(async () =>
      expect(await unverified(booking.id)).toMatchObject({
        unverified: false,
        conflictAccepted: false,
      }),
    );
    expect((await oneEvent(booking.id)).description).not.toContain('could not be checked');
  });

  it('is kept, marked and its prospect offered others when it collides', async () => {
    const startsAt = await freeTime(world, 4);
    const end = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
    await world.sandbox.addEvent(timed(startsAt, end));
    await world.sandbox.fault(on('GET', { status: 503, reason: 'backendError' }));
    const booking = await bookedTour(world, { startsAt });
    await poll();
    await eventually(async () =>
      expect(await unverified(booking.id)).toMatchObject({
        unverified: false,
        conflictAccepted: true,
        status: 'confirmed',
      }),
    );
    const tours = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select()
        .from(tourBookings)
        .where(eq(tourBookings.startsAt, Date.parse(startsAt))),
    );
    expect(tours.filter((one) => one.status === 'confirmed')).toHaveLength(1);
    // Nobody moved the tour, and no message says that somebody did.
    const mail = await eventually(() => {
      const found = world.mails.find((one) => one.text.includes('something else around that time'));
      expect(found).toBeDefined();
      return found!;
    });
    expect(mail.text).toContain('others that are free');
    expect(mail.text).not.toContain('has moved');
  });
});
