import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf, profileOf } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { atRest } from '../../../test/jobs.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { bookedTour, eventsOf, manage, storedTour, writtenEvent } from '../../../test/tours.ts';
import { createWorld, monday, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { tourSlots } from '../../db/tables/tours.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { enqueueUnwrittenTours } from './unwritten-events.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { id: profileId } = await profileOf(world, agentAccount);
  const { propertyId } = world.scope;
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.insert(tourSlots).values(
      [0, 1, 2].map((hour) => ({
        propertyId,
        profileId,
        startsAt: monday + (28 + hour) * 3_600_000,
      })),
    ),
  );
});
afterAll(() => world.stop());

describe('tours booked before there was a calendar [C1]', () => {
  it('wait without being queued over and over, then are written when it is connected', async () => {
    const tours = [await bookedTour(world), await bookedTour(world)];
    await world.setTime(monday + 20 * 60_000);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(0);
    for (const { id } of tours)
      expect((await storedTour(world, id)).event?.syncStatus).toBe('pending');

    await world.connect();
    for (const { id } of tours) await writtenEvent(world, id);
  });

  it('are found by the sweep when their job was lost', async () => {
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      then: { status: 403, reason: 'forbidden' },
    });
    const { id } = await bookedTour(world);
    await eventually(async () =>
      expect((await storedTour(world, id)).event?.syncStatus).toBe('failed'),
    );
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(0);
    await world.pass(16 * 60_000);
    expect((await connectionOf(world, agentAccount)).tokenStatus).toBe('healthy');
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(1);
    await writtenEvent(world, id);
    expect(await eventsOf(world, id)).toHaveLength(1);
  });

  it('are found also if their time has passed: a cancelled tour leaves the calendar', async () => {
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await world.sandbox.fault({
      match: { method: 'DELETE', path: '/events/' },
      then: { status: 403, reason: 'forbidden' },
    });
    await manage(world, booking, '/cancel');
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('failed'),
    );
    await world.setTime(Date.parse(booking.endsAt) + 60_000);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(1);
    await eventually(async () => expect(await eventsOf(world, booking.id)).toEqual([]));
  });

  it('wait if all calendars of their agent may only be read', async () => {
    await world.pass(16 * 60_000);
    await enqueueUnwrittenTours(world.ctx);
    await atRest(world, syncTourJob);
    const mayWrite = (writable: boolean) =>
      asTenant(world.ctx.db, world.scope, (tx) => tx.update(agentCalendars).set({ writable }));
    await mayWrite(false);
    const { id } = await bookedTour(world);
    await atRest(world, syncTourJob);
    await world.pass(16 * 60_000);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(0);
    await mayWrite(true);
    // Neither as a tour that is not written, nor as one without a receiver.
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(2);
    await writtenEvent(world, id);
  });
});
