import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf, profileOf, synced } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest, jobsOf } from '../../../../test/jobs.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import {
  bookedTour,
  eventsOf,
  freeTime,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { tourEvents, eventRemovals, tourBookings } from '../../../db/tables/tours.ts';
import { transact } from '../../../unit-of-work.ts';
import { sendMessageJob } from '../../outbox/queue-message.ts';
import { enqueueOverdueAlerts } from '../../calendars/alerts/enqueue-alerts.ts';
import { disconnect } from '../../calendars/connecting/disconnect.ts';
import { checkAlertsJob } from '../../calendars/job-contracts.ts';
import { queueRemovals, removeEventJob } from '../../calendars/queue-removal.ts';
import { syncCalendar } from '../mirror/sync-calendar.ts';
import { enqueueRemovals } from './run-removal.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];
const minute = 60_000;
let world: World;
let manager: Browser;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya', email: maya },
      { name: 'Sam', email: sam },
    ],
  });
  for (const email of [maya, sam]) await world.connect(email);
  await synced(world);
  manager = await signIn(world, { role: 'manager' });
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const removals = () => asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(eventRemovals));

let slot = 0;
/** A time far from every other tour of these tests. */
const nextTime = () => freeTime(world, (slot += 4));

/** Gives a tour of Maya's to Sam. @param before runs before the change. */
async function handedOver(before?: (tourId: string) => Promise<unknown>) {
  const agentId = (await profileOf(world, maya)).id;
  const booking = await bookedTour(world, { agentId, startsAt: await nextTime() });
  await before?.(booking.id);
  const to = { agentId: (await profileOf(world, sam)).id };
  const given = await manager.post(`/api/dashboard/tours/${booking.id}/reassign`, to);
  expect(given.status).toBe(200);
  return booking.id;
}

const inMayasCalendar = (tourId: string) => writtenEvent(world, tourId, maya);

const isAway = (tourId: string) =>
  eventually(async () => {
    expect(await eventsOf(world, tourId, maya)).toEqual([]);
    expect(await removals()).toEqual([]);
  });

describe('an event that is to be removed [S1]', () => {
  it('is asked for again when its job was lost', async () => {
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { method: 'DELETE', path: '/events/' },
        times: 0,
        then: { status: 503, reason: 'backendError' },
      });
    });
    await eventually(async () =>
      expect(await removals()).toMatchObject([{ attempts: 1, failedAt: null }]),
    );
    await world.ctx.queue.boss.deleteAllJobs(removeEventJob.queue);
    await world.sandbox.send('DELETE', '/_control/faults');
    expect(await removals()).toMatchObject([{ tourId }]);
    // A removal that is not due is left to its job.
    expect(await enqueueRemovals(world.ctx)).toBe(0);
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await isAway(tourId);
    expect(await enqueueRemovals(world.ctx)).toBe(0);
  });

  it('is asked for again if its calendar is not found for a while', async () => {
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { path: `/calendars/${maya}/events` },
        times: 0,
        then: { status: 404, reason: 'notFound' },
      });
    });
    await eventually(async () =>
      expect(await removals()).toMatchObject([{ attempts: 1, failedAt: null }]),
    );
    await world.sandbox.send('DELETE', '/_control/faults');
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await isAway(tourId);
  });

  it('is asked for again with growing gaps while the provider fails, and given up after three days', async () => {
    const began = world.clock.now();
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { method: 'DELETE', path: '/events/' },
        times: 0,
        then: { status: 503, reason: 'backendError' },
      });
    });
    await atRest(world, removeEventJob);
    const gaps: number[] = [];
    for (;;) {
      const [row] = await removals();
      if (row!.failedAt !== null) break;
      gaps.push(row!.nextTryAt - world.clock.now());
      await world.setTime(row!.nextTryAt - 1);
      expect(await enqueueRemovals(world.ctx)).toBe(0);
      await world.pass(1);
      expect(await enqueueRemovals(world.ctx)).toBe(1);
      await atRest(world, removeEventJob);
    }
    expect(gaps.length).toBeGreaterThan(16);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(450 * minute);
    expect(world.clock.now() - began).toBe(3 * 24 * 60 * minute);
    // A new request starts the removal again.
    await world.sandbox.send('DELETE', '/_control/faults');
    const [{ agentCalendarId, generation }] = (await removals()) as [
      typeof eventRemovals.$inferSelect,
    ];
    const again = { tourId, agentCalendarId, generation: generation! };
    await transact(world.unit, (unit) => queueRemovals(unit, [again]));
    await isAway(tourId);
  });

  it('is given up at once where the provider refuses it for good, and the manager is told', async () => {
    // An earlier alert that is still queued would tell of this, too: send it first.
    await atRest(world, checkAlertsJob, sendMessageJob);
    await world.pass(2 * 24 * 60 * minute);
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { method: 'DELETE', path: '/events/' },
        times: 0,
        then: { status: 403, reason: 'forbiddenForNonOrganizer' },
      });
    });
    await eventually(async () =>
      expect(await removals()).toMatchObject([
        { tourId, attempts: 1, failedAt: world.clock.now() },
      ]),
    );
    // The prospect is mailed at the same time.
    await eventually(() =>
      expect(world.mails.map(({ text }) => text).join()).toContain(
        'could not be taken out of Maya’s calendar',
      ),
    );
    await world.pass(24 * 60 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(0);
    const metrics = await world.ctx.metrics.registry.metrics();
    expect(metrics).toMatch(/operation="remove",outcome="given_up"\} 2/);
    await asTenant(world.ctx.db, world.scope, (tx) => tx.delete(eventRemovals));
  });

  it('is looked at again if it is not known yet which event is the tour’s own', async () => {
    const startsAt = await nextTime();
    const agentId = (await profileOf(world, maya)).id;
    const { id: tourId } = await bookedTour(world, { agentId, startsAt });
    const own = await writtenEvent(world, tourId, maya);
    const { agentCalendarId } = (await storedTour(world, tourId)).event!;
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(tourEvents).set({ providerEventId: null }).where(eq(tourEvents.tourId, tourId)),
    );
    const stray = { tourId, agentCalendarId: agentCalendarId!, eventId: 'stray' };
    await transact(world.unit, (unit) => queueRemovals(unit, [stray]));
    await atRest(world, removeEventJob);
    const [row] = await removals();
    expect(row).toMatchObject({ tourId, attempts: 1, failedAt: null });
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(tourEvents).set({ providerEventId: own.id! }).where(eq(tourEvents.tourId, tourId)),
    );
    await world.setTime(row!.nextTryAt);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await eventually(async () => expect(await removals()).toEqual([]));
  });

  it('is forgotten if that is not known and the tour is over: it keeps no calendar from being deleted', async () => {
    const agentId = (await profileOf(world, maya)).id;
    const { id: tourId } = await bookedTour(world, {
      agentId,
      startsAt: await nextTime(),
    });
    await inMayasCalendar(tourId);
    const { agentCalendarId } = (await storedTour(world, tourId)).event!;
    await asTenant(world.ctx.db, world.scope, async (tx) => {
      const [event, tour] = [eq(tourEvents.tourId, tourId), eq(tourBookings.id, tourId)];
      await tx.update(tourEvents).set({ providerEventId: null }).where(event);
      await tx.update(tourBookings).set({ status: 'completed' }).where(tour);
    });
    const stray = { tourId, agentCalendarId: agentCalendarId!, eventId: 'stray' };
    await transact(world.unit, (unit) => queueRemovals(unit, [stray]));
    await atRest(world, removeEventJob);
    expect(await removals()).toEqual([]);
  });

  it('is not forgotten if it is asked for again during its removal', async () => {
    const agentId = (await profileOf(world, maya)).id;
    const { id: tourId } = await bookedTour(world, {
      agentId,
      startsAt: await nextTime(),
    });
    await inMayasCalendar(tourId);
    const { agentCalendarId } = (await storedTour(world, tourId)).event!;
    const ask = () =>
      transact(world.unit, (unit) =>
        queueRemovals(unit, [{ tourId, agentCalendarId: agentCalendarId!, generation: 7 }]),
      );
    await world.sandbox.fault({ match: { method: 'GET', path: '/events/' }, then: { held: true } });
    await ask();
    await world.sandbox.struck();
    // The removal has just looked for its event.
    await ask();
    expect(await removals()).toMatchObject([{ asked: 2 }]);
    await world.ctx.queue.boss.deleteQueuedJobs(removeEventJob.queue);
    await world.sandbox.release();
    await atRest(world, removeEventJob);
    expect(await removals()).toMatchObject([{ asked: 2 }]);
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await eventually(async () => expect(await removals()).toEqual([]));
  });

  it('waits while the account does not let us in, and is removed when it does again', async () => {
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.send('POST', `/_control/google/revoke?account=${maya}`);
    });
    await atRest(world, removeEventJob);
    expect(await removals()).toMatchObject([{ tourId }]);
    await eventually(async () =>
      expect((await connectionOf(world, maya)).tokenStatus).toBe('revoked'),
    );
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(0);
    await world.connect(maya);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await isAway(tourId);
  });

  it('is told to the manager if its account was disconnected, and is removed when it is connected again', async () => {
    // An earlier alert would hold this one back, and there must be no other reason for one.
    await atRest(world, checkAlertsJob, sendMessageJob);
    await world.pass(2 * 24 * 60 * minute);
    for (const { id } of await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    ))
      await syncCalendar(world.unit, id);
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { method: 'DELETE', path: '/events/' },
        times: 0,
        then: { status: 503, reason: 'backendError' },
      });
    });
    await eventually(async () => expect(await removals()).toMatchObject([{ attempts: 1 }]));
    expect(await enqueueOverdueAlerts(world.ctx)).toBe(0);
    await disconnect(world.unit, (await connectionOf(world, maya)).id);
    await world.sandbox.send('DELETE', '/_control/faults');
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(0);
    const already = world.mails.length;
    expect(await enqueueOverdueAlerts(world.ctx)).toBe(1);
    await eventually(() =>
      expect(
        world.mails
          .slice(already)
          .map(({ text }) => text)
          .join(),
      ).toContain('could not be taken out of Maya’s calendar'),
    );
    await world.connect(maya);
    expect(await enqueueOverdueAlerts(world.ctx)).toBe(0);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await isAway(tourId);
  });

  it('is found by the calendar’s list if no other question finds it', async () => {
    const tourId = await handedOver(async (id) => {
      await inMayasCalendar(id);
      await world.sandbox.fault({
        match: { method: 'GET', path: '/events/luma' },
        times: 0,
        then: { status: 404 },
      });
    });
    await isAway(tourId);
  });

  it('is looked for once more if a write of it may still arrive', async () => {
    // Before the tour is booked, so that no write of it can be quicker.
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      times: 0,
      then: { status: 503, reason: 'backendError' },
    });
    const tourId = await handedOver();
    // The first try found no event: the removal waits until a write on its way must have arrived.
    await eventually(async () => {
      const left = (await jobsOf(world, removeEventJob)).filter((one) => one.state !== 'completed');
      const waits = left.map((one) => [one.state, +one.startAfter - +one.createdOn]);
      expect([waits, await removals()]).toMatchObject([[['created', 60_000]], [{ attempts: 0 }]]);
    });
    expect(await removals()).toMatchObject([{ tourId }]);
    await world.sandbox.send('DELETE', '/_control/faults');
    await world.pass(16 * minute);
    expect(await enqueueRemovals(world.ctx)).toBe(1);
    await isAway(tourId);
  });
});
