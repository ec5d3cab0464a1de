import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syncAll } from '../../../../test/appointments.ts';
import { askedDuring, profileOf, synced } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { bookedTour, eventsOf, freeTime, manage, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];
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
beforeEach(() => world.pass());

/** A tour of Maya's that is written into her calendar. */
async function mayasTour(slot = 0) {
  const agentId = (await profileOf(world, maya)).id;
  const booking = await bookedTour(world, { agentId, startsAt: await freeTime(world, slot) });
  const event = await writtenEvent(world, booking.id, maya);
  await world.pass();
  return { booking, event };
}

/** Whom the provider was asked to tell, for each event removed during some work. */
async function removalsDuring(work: () => Promise<unknown>) {
  const asked = await askedDuring(world, work);
  return asked
    .filter((one) => one.method === 'DELETE' && /\/events\//.test(one.path) && one.status === 204)
    .map((one) => one.query['sendUpdates']);
}

const inMayasCalendar = (id: string, count: number) =>
  eventually(async () => expect(await eventsOf(world, id, maya)).toHaveLength(count));

describe('what a provider tells a guest when an event goes [N1]', () => {
  it('is nothing, when the tour goes on with another agent', async () => {
    const { booking } = await mayasTour();
    const removals = await removalsDuring(async () => {
      const to = { agentId: (await profileOf(world, sam)).id };
      const given = await manager.post(`/api/dashboard/tours/${booking.id}/reassign`, to);
      expect(given.status).toBe(200);
      await writtenEvent(world, booking.id, sam);
      await inMayasCalendar(booking.id, 0);
    });
    expect(removals).toEqual(['none']);
  });

  it('is nothing, when it was the tour’s second one', async () => {
    const { booking, event } = await mayasTour();
    const { summary, description, attendees, start, end } = event;
    // A second event of ours: the provider did not notice that the id was taken.
    const twin = { ...event.extendedProperties?.private, lumaInsertion: 'another' };
    const extendedProperties = { private: twin };
    const copy = { summary, description, attendees, start, end, extendedProperties };
    await world.sandbox.addEvent(copy as typeof event, maya);
    await inMayasCalendar(booking.id, 2);
    const removals = await removalsDuring(async () => {
      await syncAll(world);
      await inMayasCalendar(booking.id, 1);
    });
    expect(removals).toEqual(['none']);
    expect((await eventsOf(world, booking.id, maya))[0]?.id).toBe(event.id);
  });

  it('is the cancellation, when the tour is cancelled', async () => {
    const { booking } = await mayasTour();
    const removals = await removalsDuring(async () => {
      expect((await manage(world, booking, '/cancel')).status).toBe(200);
      await inMayasCalendar(booking.id, 0);
    });
    expect(removals).toEqual(['all']);
  });

  it('is nothing about the other dates, if somebody made the event a series', async () => {
    const { booking, event } = await mayasTour(12);
    await world.sandbox.send('PATCH', `/_control/google/events/${event.id}?account=${maya}`, {
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    });
    await world.sandbox.send('DELETE', '/_control/requests');
    const to = { agentId: (await profileOf(world, sam)).id };
    const given = await manager.post(`/api/dashboard/tours/${booking.id}/reassign`, to);
    expect(given.status).toBe(200);
    const date = `${event.id}_${booking.startsAt.replaceAll(/[-:]|\.000/g, '')}`;
    await eventually(async () => {
      const { items } = await world.sandbox.get<{ items: { method: string; path: string }[] }>(
        '/_control/requests',
      );
      const removed = items.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
      expect(removed).toEqual([expect.stringContaining(`/events/${date}`)]);
    });
    await inMayasCalendar(booking.id, 1);
  });
});
