import type { AccountCalendars } from '@luma-leasing/types/calendar';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf, synced, timed } from '../../../../test/calendars.ts';
import { ask, seenConnections } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { transact } from '../../../unit-of-work.ts';
import { checkHealth } from '../grants/check-health.ts';
import { queueRemovals } from '../queue-removal.ts';

let world: World;
let owner: Browser;
let connection: string;
beforeAll(async () => {
  world = await createWorld();
  owner = await signIn(world, { role: 'owner' });
  await world.connect();
  await synced(world);
  connection = (await connectionOf(world, agentAccount)).id;
});
afterAll(() => world.stop());
beforeEach(() => world.pass());

const list = async () =>
  (await ask<AccountCalendars>(owner, 'get', 'calendars', { connection })).calendars;
const named = async (name: string) =>
  (await list()).find((one) => one.name === name || one.calendarId === name)!;
const choose = (choice: { blocking: string[]; default?: string }) =>
  ask<AccountCalendars>(owner, 'put', 'calendars', { connection, ...choice });
/** The account's list lacks the calendar “Personal”, which itself answers with this fault. */
const losePersonal = async (then: { status: number; reason: string }) => {
  const main = (await list()).find((one) => one.primary)!;
  const { calendarId } = await named('Personal');
  await world.sandbox.fault({
    match: { path: `/calendars/(${calendarId}|${encodeURIComponent(calendarId)})/` },
    times: 0,
    then,
  });
  const its = { summary: main.name, timeZone: main.timezone, accessRole: 'owner' };
  await world.sandbox.fault({
    match: { method: 'GET', path: '/calendarList' },
    times: 0,
    then: { body: { items: [{ ...its, id: agentAccount, primary: true }] } },
  });
};
const stored = () => asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(agentCalendars));
const eventsIn = async (calendar: string) => {
  const query = new URLSearchParams({ account: agentAccount, calendar }).toString();
  return (await world.sandbox.get<{ items: { id: string }[] }>(`/_control/google/events?${query}`))
    .items;
};
const channels = async () =>
  (
    await world.sandbox.get<{ items: { calendarId?: string }[] }>(
      `/_control/google/channels?account=${agentAccount}`,
    )
  ).items;

describe('choosing among an account’s calendars [C3]', () => {
  let personal: string;
  it('lists them all, and begins with the main one', async () => {
    personal = (await named('Personal')).calendarId;
    expect(await named(agentAccount)).toMatchObject({
      primary: true,
      writable: true,
      chosen: true,
      default: true,
      blocksTime: true,
    });
    expect(await named('Personal')).toMatchObject({ chosen: false, default: false });
    expect((await list()).some((one) => !one.writable)).toBe(true);
  });

  it('syncs and watches another that blocks time', async () => {
    const path = `/_control/google/events?account=${agentAccount}&calendar=${personal}`;
    await world.sandbox.send('POST', path, timed('2026-01-28T15:00:00Z', '2026-01-28T17:00:00Z'));
    const answer = await choose({ blocking: [agentAccount, personal] });
    expect([answer.status, answer.calendars.filter((one) => one.blocksTime).length]).toEqual([
      200, 2,
    ]);
    await synced(world);
    const { slotsByDate } = await world.availability('?from=2026-01-28&days=1');
    const free = slotsByDate['2026-01-28']!.filter((slot) => slot.available);
    expect(free.map((slot) => slot.time)).not.toContain('09:00');
    await eventually(async () => {
      const [seen] = await seenConnections(owner);
      expect(seen!.calendars.map((one) => one.channelExpiresAt)).not.toContain(null);
    });
    expect(await channels()).toHaveLength(2);
  });

  it('sends new tours to another one, and leaves old tours where they are', async () => {
    const before = await bookedTour(world);
    const event = await writtenEvent(world, before.id);
    const answer = await choose({ blocking: [agentAccount, personal], default: personal });
    expect(answer.calendars.filter((one) => one.default).map((one) => one.name)).toEqual([
      'Personal',
    ]);
    const after = await bookedTour(world);
    await eventually(async () =>
      expect((await storedTour(world, after.id)).event?.syncStatus).toBe('synced'),
    );
    const ids = (await eventsIn(personal)).map((one) => one.id);
    expect(ids).toContain((await storedTour(world, after.id)).event!.providerEventId);
    expect((await writtenEvent(world, before.id)).id).toBe(event.id);
    expect(ids).not.toContain(event.id);
  });

  it('keeps an unused calendar until its tours are over, and then deletes it', async () => {
    await choose({ blocking: [personal] });
    expect((await stored()).map((one) => one.calendarId).toSorted()).toEqual(
      [agentAccount, personal].toSorted(),
    );
    expect(await named(agentAccount)).toMatchObject({ chosen: true, blocksTime: false });
    const [held] = (await stored()).filter((one) => one.calendarId === agentAccount);
    const tours = await asTenant(world.ctx.db, world.scope, async (tx) => {
      const linked = await tx
        .select()
        .from(tourEvents)
        .where(eq(tourEvents.agentCalendarId, held!.id));
      for (const { tourId } of linked)
        await tx
          .update(tourBookings)
          .set({ status: 'completed' })
          .where(eq(tourBookings.id, tourId));
      return linked;
    });
    expect(tours).toHaveLength(1);
    await checkHealth(world.unit, connection);
    expect((await stored()).map((one) => one.calendarId)).toEqual([personal]);
    expect(await named(agentAccount)).toMatchObject({ chosen: false });
  });

  it('keeps a calendar that an event must still be removed from', async () => {
    await choose({ blocking: [personal, agentAccount] });
    const { id } = (await stored()).find((one) => one.calendarId === agentAccount)!;
    const { id: tourId } = await bookedTour(world);
    const arrivesUntil = world.clock.now() + 3_600_000;
    const removal = { agentCalendarId: id, tourId, generation: 9, arrivesUntil };
    const ask = () => transact(world.unit, (unit) => queueRemovals(unit, [removal]));
    await ask();
    await choose({ blocking: [personal] });
    expect((await stored()).map((one) => one.id)).toContain(id);
    await world.setTime(arrivesUntil);
    await ask();
    await eventually(async () => {
      await checkHealth(world.unit, connection);
      expect((await stored()).map((one) => one.id)).not.toContain(id);
    });
  });

  it('deletes an unused calendar’s mirror', async () => {
    await choose({ blocking: [personal, agentAccount] });
    await synced(world);
    const { id } = (await stored()).find((one) => one.calendarId === agentAccount)!;
    await choose({ blocking: [personal] });
    // The calendar is kept while a tour's event is compared there; the next health check deletes it.
    await eventually(async () => {
      await checkHealth(world.unit, connection);
      expect((await stored()).map((one) => one.calendarId)).toEqual([personal]);
    });
    const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(mirrorEvents).where(eq(mirrorEvents.agentCalendarId, id)),
    );
    expect(rows).toEqual([]);
  });

  it('refuses a calendar that may only be read or does not exist', async () => {
    const holidays = (await list()).find((one) => !one.writable)!.calendarId;
    expect((await choose({ blocking: [personal], default: holidays })).error.code).toBe(
      'CALENDAR_NOT_WRITABLE',
    );
    expect((await choose({ blocking: ['nowhere'] })).error.code).toBe('NOT_FOUND');
    expect((await choose({ blocking: [personal, holidays] })).status).toBe(200);
    expect(await named('Personal')).toMatchObject({ default: true });
    const agent = await signIn(world, { role: 'agent', email: agentAccount });
    const theirs = { connection: '00000000-0000-4000-8000-000000000000', blocking: [] };
    expect((await ask(agent, 'put', 'calendars', theirs)).error.code).toBe('NOT_FOUND');
  });

  it.each([
    [404, 'notFound'],
    [403, 'forbidden'],
  ])(
    'moves the tours of a lost calendar (%d) to the one chosen instead',
    async (status, reason) => {
      const booking = await bookedTour(world);
      await eventually(async () =>
        expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('synced'),
      );
      await losePersonal({ status, reason });
      expect((await choose({ blocking: [agentAccount], default: agentAccount })).status).toBe(200);
      const moved = await writtenEvent(world, booking.id);
      expect((await storedTour(world, booking.id)).event).toMatchObject({
        providerEventId: moved.id,
        lastError: null,
      });
      // The lost calendar is kept while its tours' events are looked for; the next health check deletes it.
      await checkHealth(world.unit, connection);
      expect((await stored()).map((one) => one.calendarId)).toEqual([agentAccount]);
      await world.sandbox.send('DELETE', '/_control/faults');
      await choose({ blocking: [personal], default: personal });
    },
  );

  it('does not wait for a calendar off the list that does not answer', async () => {
    const booking = await bookedTour(world);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('synced'),
    );
    await losePersonal({ status: 503, reason: 'backendError' });
    expect((await choose({ blocking: [agentAccount], default: agentAccount })).status).toBe(200);
    // Its tour stays there, and so the calendar is kept.
    expect((await stored()).find((one) => one.calendarId === personal)?.writable).toBe(true);
    await checkHealth(world.unit, connection);
    expect((await connectionOf(world, agentAccount)).healthCheckError).toBeNull();
    await world.sandbox.send('DELETE', '/_control/faults');
    await choose({ blocking: [personal], default: personal });
  });

  it('says that the account cannot be asked', async () => {
    await world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
    const { error } = await ask<AccountCalendars>(owner, 'get', 'calendars', { connection });
    expect(error.code).toBe('CALENDAR_AUTH_EXPIRED');
    expect((await ask(owner, 'post', 'disconnect', { connection })).status).toBe(200);
    const closed = await ask<AccountCalendars>(owner, 'get', 'calendars', { connection });
    expect(closed.error.code).toBe('CALENDAR_NOT_CONNECTED');
  });
});

describe('the page after connecting [C1]', () => {
  it('says which calendar new tours go to', async () => {
    const first = await world.connect();
    expect(await first.text()).toContain('New tours go on appearing');
    const fresh = await createWorld();
    expect(await (await fresh.connect()).text()).toContain(
      `Tours will appear in “${agentAccount}” of ${agentAccount}`,
    );
    await fresh.stop();
  });
});
