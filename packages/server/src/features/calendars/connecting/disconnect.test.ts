import type { Disconnected } from '@luma-leasing/types/calendar';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf, released, synced, timed } from '../../../../test/calendars.ts';
import { ask, seenConnections, statusOf } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { browserOf, signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import {
  bookedTour,
  eventsOf,
  freeSlots,
  freeTime,
  manage,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { syncCalendar } from '../../sync/mirror/sync-calendar.ts';

const other = 'other@example.com';
let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await createWorld({ config: { horizonDays: 30 } });
  owner = await signIn(world, { role: 'owner' });
  await connect();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const connect = async (account = agentAccount) => {
  expect((await world.connect(account, agentAccount)).status).toBe(200);
  await synced(world);
};
const connections = () => seenConnections(owner);
const connectionTo = async (account: string) =>
  (await connections()).find((one) => one.accountEmail === account)!;
const disconnect = async (account = agentAccount) => {
  const connection = (await connectionTo(account)).id;
  const answer = await ask<Disconnected>(owner, 'post', 'disconnect', { connection });
  await released(world);
  return answer;
};
const rows = async () =>
  asTenant(world.ctx.db, world.scope, async (tx) => ({
    connections: await tx.select().from(calendarConnections),
    mirror: await tx.select().from(mirrorEvents),
    channels: await tx.select().from(calendarChannels),
    calendars: await tx.select().from(agentCalendars),
  }));
const openChannels = async (account = agentAccount) => {
  const path = `/_control/google/channels?account=${account}`;
  const { items } = await world.sandbox.get<{ items: unknown[] }>(path);
  return items;
};
const inCalendar = (id: string, event: object) =>
  world.sandbox.send('PATCH', `/_control/google/events/${id}?account=${agentAccount}`, event);
const deleteThere = (id: string) =>
  world.sandbox.send('DELETE', `/_control/google/events/${id}?account=${agentAccount}`);

describe('disconnecting [C5]', () => {
  it('keeps every tour, and erases tokens, mirror and channels', async () => {
    await world.sandbox.addEvent(timed('2026-02-11T15:00:00Z', '2026-02-11T17:00:00Z'));
    const { id } = await connectionOf(world, agentAccount);
    const [calendar] = (await rows()).calendars;
    await syncCalendar(world.unit, calendar!.id);
    await eventually(async () =>
      expect((await connectionTo(agentAccount)).calendars[0]!.channelExpiresAt).not.toBeNull(),
    );
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);

    expect(await disconnect()).toMatchObject({ status: 200, success: true, grant: 'revoking' });

    const left = await rows();
    expect(left.mirror).toEqual([]);
    expect(left.channels).toEqual([]);
    expect(left.connections.find((one) => one.id === id)).toMatchObject({
      accessToken: null,
      refreshToken: null,
    });
    const { tour, event: link } = await storedTour(world, booking.id);
    expect(tour?.status).toBe('confirmed');
    expect(link).toMatchObject({
      agentCalendarId: null,
      providerEventId: null,
      etag: null,
      agreed: null,
      syncStatus: 'pending',
    });
    expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
    expect(await connectionTo(agentAccount)).toMatchObject({ state: 'not_connected' });
    const { error } = await world.availability();
    expect(error.code).toBe('CALENDAR_NOT_CONNECTED');
    expect(await disconnect()).toMatchObject({ status: 200, grant: 'none' });

    await connect();
    await writtenEvent(world, booking.id);
    expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
    expect(await connectionTo(agentAccount)).toMatchObject({ state: 'connected' });
  });

  it('finds events again that were moved or deleted meanwhile, and tours that changed', async () => {
    const [moved, deleted, cancelled, rescheduled] = [
      await bookedTour(world),
      await bookedTour(world),
      await bookedTour(world),
      await bookedTour(world),
    ];
    const ids = new Map<string, string>();
    for (const { id } of [moved, deleted, cancelled, rescheduled])
      ids.set(id, (await writtenEvent(world, id)).id!);
    const to = await freeTime(world, 40);
    const elsewhere = await freeTime(world, 50);
    await world.pass();
    await disconnect();
    await world.pass();
    await inCalendar(
      ids.get(moved.id)!,
      timed(to, new Date(Date.parse(to) + 1_800_000).toISOString()),
    );
    await deleteThere(ids.get(deleted.id)!);
    expect((await manage(world, cancelled, '/cancel')).status).toBe(200);
    // Nothing is offered meanwhile, so a manager moves the tour.
    await asTenant(world.ctx.db, world.scope, async (tx) => {
      const startsAt = Date.parse(elsewhere);
      await tx
        .update(tourBookings)
        .set({
          startsAt,
          endsAt: startsAt + 1_800_000,
          blockedUntil: startsAt + 2_700_000,
          updatedAt: world.clock.now(),
        })
        .where(eq(tourBookings.id, rescheduled.id));
      await tx
        .update(tourEvents)
        .set({ syncStatus: 'pending' })
        .where(eq(tourEvents.tourId, rescheduled.id));
    });
    await world.pass();
    await connect();

    await eventually(async () => {
      const { tour, event } = await storedTour(world, moved.id);
      expect(tour).toMatchObject({ status: 'confirmed', startsAt: Date.parse(to) });
      expect(event?.syncStatus).toBe('synced');
    });
    expect((await eventsOf(world, moved.id)).map((one) => one.id)).toEqual([ids.get(moved.id)]);
    // Deleting events in a calendar that we no longer see cancels no tour.
    const anew = await writtenEvent(world, deleted.id);
    expect((await storedTour(world, deleted.id)).tour?.status).toBe('confirmed');
    expect(anew.id).not.toBe(ids.get(deleted.id));
    await eventually(async () => expect(await eventsOf(world, cancelled.id)).toEqual([]));
    const there = await writtenEvent(world, rescheduled.id);
    expect(there.id).toBe(ids.get(rescheduled.id));
    expect(Date.parse(there.start!.dateTime!)).toBe(Date.parse(elsewhere));
  });

  it('counts an agent’s copy of an event as busy, also before the tour is linked to its own event again', async () => {
    const booking = await bookedTour(world);
    const { id: own, summary, extendedProperties } = await writtenEvent(world, booking.id);
    const to = await freeTime(world, 40);
    const { id } = await world.sandbox.addEvent({
      ...timed(to, new Date(Date.parse(to) + 1_800_000).toISOString()),
      summary: summary!,
      extendedProperties: extendedProperties!,
    });
    await disconnect();
    await world.pass();
    // The calendar is listed before the tour is linked.
    await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${own}` },
      times: 0,
      then: { status: 503, reason: 'backendError' },
    });
    await connect();
    expect((await rows()).mirror.map((row) => row.providerEventId)).toContain(id);
    expect((await freeSlots(world)).map((one) => one.startsAt)).not.toContain(to);
    await deleteThere(id!);
  });

  it('hands tours to the agent’s other calendar, and leaves one event each when the first is back, none if cancelled', async () => {
    const booking = await bookedTour(world);
    const cancelled = await bookedTour(world, { startsAt: await freeTime(world, 9) });
    for (const { id } of [booking, cancelled]) await writtenEvent(world, id);
    await connect(other);
    expect((await connectionTo(other)).calendars).toMatchObject([{ default: false }]);
    await world.pass();
    await disconnect();
    for (const { id } of [booking, cancelled]) await writtenEvent(world, id, other);
    expect((await connectionTo(other)).calendars).toMatchObject([{ default: true }]);
    expect((await manage(world, cancelled, '/cancel')).status).toBe(200);
    await eventually(async () => expect(await eventsOf(world, cancelled.id, other)).toEqual([]));
    await connect();
    for (const { id } of [booking, cancelled])
      await eventually(async () => expect(await eventsOf(world, id)).toEqual([]));
    expect(await eventsOf(world, booking.id, other)).toHaveLength(1);
    expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
    await disconnect(other);
    await writtenEvent(world, booking.id);
  });

  it('keeps a grant that another connection of any organization uses', async () => {
    await world.addProperty({
      slug: 'elsewhere',
      key: 'pk_elsewhere',
      agents: [{ name: 'Maya Chen', email: 'maya@elsewhere.example' }],
    });
    await world.connect(agentAccount, 'maya@elsewhere.example', 'elsewhere');
    await eventually(async () => expect((await openChannels()).length).toBeGreaterThan(0));
    expect(await disconnect()).toMatchObject({ grant: 'kept' });
    const { success } = await ask<{ success: boolean }>(owner, 'get', 'status');
    expect(success).toBe(true);
    await connect();
  });
});

it('disconnecting leaves no mirror, also while a full listing is under way', async () => {
  const account = 'listing@example.com';
  await connect(account);
  await world.sandbox.addEvent(timed('2026-01-28T15:00:00Z', '2026-01-28T17:00:00Z'), account);
  const of = async () =>
    (await rows()).calendars.find((calendar) => calendar.calendarId === account)!;
  const { id } = await of();
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(agentCalendars).set({ syncToken: null }).where(eq(agentCalendars.id, id)),
  );
  const held = await world.sandbox.fault({
    match: { method: 'GET', path: `/calendars/${account}/events$` },
    then: { held: true },
  });
  const listing = syncCalendar(world.unit, id);
  await world.sandbox.struck();
  const connection = (await connectionTo(account)).id;
  expect((await ask(owner, 'post', 'disconnect', { connection })).status).toBe(200);
  await world.sandbox.release(held);
  await listing;
  const { mirror } = await rows();
  expect(mirror.filter(({ agentCalendarId }) => agentCalendarId === id)).toEqual([]);
  expect(await of()).toMatchObject({ syncToken: null, lastSyncedAt: null });
  await released(world);
});

describe('disconnecting is allowed', () => {
  it('to agents for their own accounts, and to managers of the property', async () => {
    const { id } = await connectionOf(world, agentAccount);
    const stranger = await signIn(world, { role: 'owner', property: 'elsewhere' });
    expect((await statusOf(stranger)).error.code).toBe('NOT_FOUND');
    const body = { property: 'elsewhere', connection: id };
    expect((await ask(stranger, 'post', 'disconnect', body)).error.code).toBe('NOT_FOUND');
    const nobody = browserOf(world, '', '');
    expect((await ask(nobody, 'post', 'disconnect', { connection: id })).error.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await ask(owner, 'post', 'disconnect', { connection: 'x' })).error.code).toBe(
      'INVALID_REQUEST',
    );
    const agent = await signIn(world, { role: 'agent', email: agentAccount });
    expect((await ask(agent, 'post', 'disconnect', { connection: id })).status).toBe(200);
  });
});
