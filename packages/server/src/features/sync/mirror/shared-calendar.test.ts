import type { CalendarView } from '@luma-leasing/types/dashboard';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askedDuring, connectionOf, profileOf, synced } from '../../../../test/calendars.ts';
import { atRest } from '../../../../test/jobs.ts';
import { signIn } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
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
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { messages } from '../../../db/tables/messages.ts';
import { removeEventJob } from '../../calendars/queue-removal.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { syncCalendar } from './sync-calendar.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Ana', email: agentAccount },
      { name: 'Ben', email: 'ben@example.com' },
    ],
  });
  await world.connect();
  await world.connect(agentAccount, 'ben@example.com');
  await synced(world);
});
afterAll(() => world.stop());

it('leaves a colleague’s tour alone in a calendar that two agents share, and counts it as busy [S1, A5]', async () => {
  const booking = await bookedTour(world);
  const event = await writtenEvent(world, booking.id);
  const owner = (await storedTour(world, booking.id)).tour!.profileId;
  await world.pass();
  const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  expect(calendars).toHaveLength(2);
  for (const { id } of calendars) await syncCalendar(world.unit, id);
  await atRest(world, removeEventJob, syncTourJob);
  expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
  expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
  const rows = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
  const colleague = [
    await profileOf(world, agentAccount),
    await profileOf(world, 'ben@example.com'),
  ].find(({ id }) => id !== owner)!;
  const [row, ...more] = rows.filter((one) => one.providerEventId === event.id);
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    profileId: colleague.id,
    busy: true,
    title: null,
    description: null,
  });

  // The colleague sees it as a tour without its prospect, and cannot change it.
  const browser = await signIn(world, { role: 'agent', email: colleague.email! });
  const from = new Date(row!.startsAt - 3_600_000).toISOString();
  const to = new Date(row!.endsAt + 3_600_000).toISOString();
  const seen = await browser.get(
    `/api/dashboard/calendar?property=maple-court&from=${from}&to=${to}`,
  );
  const text = await seen.text();
  expect(text).not.toContain((await storedTour(world, booking.id)).tour!.email);
  expect((JSON.parse(text) as CalendarView).events).toMatchObject([
    { id: row!.id, title: 'Tour', editable: false },
  ]);
  const deleted = await browser.send('DELETE', `/api/dashboard/appointments/${row!.id}`);
  expect([deleted.status, await deleted.json()]).toMatchObject([
    422,
    { error: { code: 'CALENDAR_NOT_WRITABLE' } },
  ]);
  expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
});

/** Makes the account list no calendar but its main one. */
const listMainOnly = () => {
  const main = { id: agentAccount, summary: agentAccount, timeZone: 'America/Chicago' };
  return world.sandbox.fault({
    match: { method: 'GET', path: '/calendarList$' },
    times: 0,
    then: { body: { items: [{ ...main, accessRole: 'owner', primary: true }] } },
  });
};

let slot = 0;
it.each([
  ['', { listed: true, from: 'there' }],
  [', and which the account of the tour’s agent does not list', { listed: false, from: 'there' }],
  [', heard of first where it was', { listed: false, from: 'here' }],
])(
  'finds an event that was moved into a calendar which only a colleague has connected%s [S2]',
  async (_, { listed, from }) => {
    const { id: agentId } = await profileOf(world, agentAccount);
    const startsAt = await freeTime(world, (slot += 8));
    const booking = await bookedTour(world, { agentId, startsAt });
    const { id } = await writtenEvent(world, booking.id);
    const { items } = await world.sandbox.get<{
      items: { email: string; calendars: { id: string; summary: string }[] }[];
    }>('/_control/google/accounts');
    const account = items.find((one) => one.email === agentAccount)!;
    const calendarId = account.calendars.find((one) => one.summary === 'Personal')!.id;
    const { organizationId } = world.scope;
    const { id: profileId } = await profileOf(world, 'ben@example.com');
    const { id: connectionId } = await connectionOf(world, 'ben@example.com');
    const timezone = 'America/Chicago';
    const its = { organizationId, profileId, connectionId, timezone };
    await asTenant(world.ctx.db, world.scope, async (tx) => {
      const table = agentCalendars;
      await tx
        .delete(table)
        .where(and(eq(table.profileId, profileId), eq(table.calendarId, agentAccount)));
      await tx
        .insert(table)
        .values({ ...its, calendarId, summary: 'Personal', blocksTime: true })
        .onConflictDoNothing();
    });
    if (!listed) await listMainOnly();
    await world.pass();
    const move = `/_control/google/events/${id}/move?account=${agentAccount}`;
    await world.sandbox.send('POST', `${move}&destination=${calendarId}`);
    const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    for (const one of calendars.toSorted((one) =>
      (one.calendarId === calendarId) === (from === 'there') ? -1 : 1,
    ))
      await syncCalendar(world.unit, one.id);
    await atRest(world, syncTourJob);
    const { tour, event } = await storedTour(world, booking.id);
    expect([tour?.status, event?.syncStatus]).toEqual(['confirmed', 'failed']);
    expect(event?.lastError).toBe(
      'Its event was put into the calendar “Personal” of agent@example.com, which is another agent’s. Please give the tour to that agent, or put the event back.',
    );
    const told = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(messages).where(eq(messages.tourId, booking.id)),
    );
    expect(told).toEqual([]);

    // The team does what it reads.
    const manager = await signIn(world, { role: 'manager' });
    const given = await manager.post(`/api/dashboard/tours/${booking.id}/reassign`, {
      agentId: profileId,
    });
    expect(given.status).toBe(200);
    await world.sandbox.send('DELETE', '/_control/faults');
  },
);

it('believes that an event is deleted, although a colleague’s calendar does not answer [S2]', async () => {
  const { id: agentId } = await profileOf(world, agentAccount);
  const booking = await bookedTour(world, { agentId, startsAt: await freeTime(world, 2) });
  const { id } = await writtenEvent(world, booking.id);
  const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  const [mine] = calendars.filter((one) => one.profileId === agentId);
  const [colleagues] = calendars.filter((one) => one.profileId !== agentId);
  await world.sandbox.fault({
    match: { path: `/calendars/${colleagues!.calendarId}/events` },
    times: 0,
    then: { status: 503, reason: 'backendError' },
  });
  await listMainOnly();
  await world.pass();
  await world.sandbox.send('DELETE', `/_control/google/events/${id}?account=${agentAccount}`);
  const asked = await askedDuring(world, async () => {
    await syncCalendar(world.unit, mine!.id);
    await atRest(world, syncTourJob);
  });
  expect(asked.map(({ status }) => status)).toContain(503);
  expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
});
