import type { calendar_v3 } from '@googleapis/calendar';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, eventsPath, freeBusyPath, synced, timed } from '../../../test/calendars.ts';
import { seenConnections } from '../../../test/connections.ts';
import { eventually } from '../../../test/eventually.ts';
import { signIn } from '../../../test/members.ts';
import {
  bookedTour,
  freeTime,
  manage,
  someone,
  storedTour,
  writtenEvent,
} from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { syncCalendar } from './mirror/sync-calendar.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.release();
  await world.pass();
});

const event = (change: calendar_v3.Schema$Event) => ({ id: 'odd', etag: '"1"', ...change });
const answering = (items: calendar_v3.Schema$Event[]) =>
  world.sandbox.fault({
    match: { method: 'GET', path: eventsPath },
    then: { body: { kind: 'calendar#events', items, nextSyncToken: crypto.randomUUID() } },
  });

/** Syncs the calendar, whose changes are these events. */
async function sync(...items: calendar_v3.Schema$Event[]): Promise<void> {
  await answering(items);
  const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  await syncCalendar(world.unit, calendar!.id);
}

describe.each<[string, calendar_v3.Schema$Event]>([
  ['no time at all', {}],
  ['no end', { start: { dateTime: '2026-01-27T15:00:00Z' } }],
  ['a date that is none', { start: { date: '2026-02-31' }, end: { date: '2026-03-01' } }],
])('an event with %s [A6]', (_what, change) => {
  it('is not taken for free time: the calendar itself is asked, or nothing is offered', async () => {
    await sync(event({ ...timed('2026-01-27T15:00:00Z', '2026-01-27T16:00:00Z'), etag: '"0"' }));
    expect((await world.availability()).source).toBe('synced');
    await sync(event({ ...change, etag: '"2"' }));
    let source: string | undefined;
    const asked = await askedDuring(world, async () => {
      ({ source } = await world.availability());
    });
    expect(source).toBe('live');
    expect(asked.map(({ path }) => path)).toEqual(['/calendar/v3/freeBusy']);
    await world.sandbox.fault({ match: { path: freeBusyPath }, times: 9, then: { status: 503 } });
    const unknown = await world.availability('?days=3');
    expect([unknown.status, unknown.error.code]).toEqual([503, 'CALENDAR_UNREACHABLE']);
    await world.sandbox.release();

    const owner = await signIn(world, { role: 'owner' });
    const [seen] = await seenConnections(owner);
    expect(seen).toMatchObject({ state: 'error' });
    expect(seen!.todo).toContain('holds an event of which we cannot read when it is');

    // The event is corrected in the calendar, or deleted.
    await sync(event({ status: 'cancelled', etag: '"3"' }));
    expect((await world.availability()).source).toBe('synced');
    expect((await seenConnections(owner))[0]).toMatchObject({ state: 'connected' });
  });

  it('keeps a tour from being booked at a time for which the calendar lists the event [B1]', async () => {
    const startsAt = await freeTime(world, 2);
    await answering([event(change)]);
    const { status, error } = await world.book({ startsAt, ...someone() });
    expect([status, error.code]).toEqual([409, 'SLOT_TAKEN']);
  });
});

it.each<[string, calendar_v3.Schema$Event]>([
  ['no end', { start: { dateTime: '2026-01-27T15:00:00Z' } }],
  ['a date that is none', { start: { date: '2026-02-31' }, end: { date: '2026-03-01' } }],
])(
  'a tour’s own event with %s is not written again by hand: the team reads what to do',
  async (_what, change) => {
    const booking = await bookedTour(world);
    const { id } = await writtenEvent(world, booking.id);
    await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${id}` },
      times: 0,
      then: { body: { id: id!, etag: '"9"', status: 'confirmed', ...change } },
    });
    await manage(world, booking, '/reschedule', { startsAt: await freeTime(world, 9) });
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event).toMatchObject({
        syncStatus: 'failed',
        lastError: expect.stringContaining(
          'Please set its start and its end there again.',
        ) as string,
      }),
    );
  },
);

it('treats busy times without start or end as unknown, too [A6]', async () => {
  await sync(event({ etag: '"8"' }));
  const account = 'agent@example.com';
  const calendars = { [account]: { busy: [{ start: '2026-01-27T15:00:00Z' }] } };
  await world.sandbox.fault({
    match: { path: freeBusyPath },
    times: 9,
    then: { body: { kind: 'calendar#freeBusy', calendars } },
  });
  const { status } = await world.availability();
  expect(status).toBe(503);
});
