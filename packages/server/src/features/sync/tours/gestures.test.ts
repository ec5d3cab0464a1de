import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askedDuring,
  connectionOf,
  eventsPath,
  synced,
  timed,
} from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { holdBooking } from '../../../../test/hold-booking.ts';
import { atRest } from '../../../../test/jobs.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import {
  bookedTour,
  eventsOf,
  freeSlots,
  freeTime,
  manage,
  someone,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { calendarSyncLogs, mirrorEvents } from '../../../db/tables/mirror.ts';
import { messages } from '../../../db/tables/messages.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';
import { disconnect } from '../../calendars/connecting/disconnect.ts';
import { syncCalendarJob } from '../../calendars/job-contracts.ts';
import { removeEventJob } from '../../calendars/queue-removal.ts';
import { completeToursOf } from '../../tours/changing/complete-tours.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { enqueueUnwrittenTours } from '../unwritten-events.ts';
import { syncCalendar } from '../mirror/sync-calendar.ts';
import { syncTour } from './sync-tour.ts';

const minute = 60_000;

let world: World;
let personal: string;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
  const { items } = await world.sandbox.get<{
    items: { email: string; calendars: { id: string; summary: string }[] }[];
  }>('/_control/google/accounts');
  const { calendars } = items.find((one) => one.email === agentAccount)!;
  personal = calendars.find((one) => one.summary === 'Personal')!.id;
  await connectPersonal();
  await sync();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const connectPersonal = () =>
  asTenant(world.ctx.db, world.scope, async (tx) => {
    const [first] = await tx.select().from(agentCalendars);
    const { organizationId, profileId, connectionId, timezone } = first!;
    const values = { organizationId, profileId, connectionId, timezone };
    await tx
      .insert(agentCalendars)
      .values({ ...values, calendarId: personal, summary: 'Personal' });
  });
const calendars = () =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars).orderBy(agentCalendars.calendarId),
  );
const sync = async () => {
  for (const { id } of await calendars()) await syncCalendar(world.unit, id);
};
const person = (method: 'POST' | 'PATCH' | 'DELETE', id: string, path = '', body?: object) =>
  world.sandbox.send(
    method,
    `/_control/google/events/${id}${path.split('?')[0]}?account=${agentAccount}&${path.split('?')[1] ?? ''}`,
    body,
  );
const idle = () => atRest(world, removeEventJob, syncTourJob, syncCalendarJob);
const written = async () => {
  const booking = await bookedTour(world, { startsAt: await freeTime(world, 20) });
  const event = await writtenEvent(world, booking.id);
  await sync();
  await idle();
  await world.pass();
  return { booking, eventId: event.id! };
};
const told = async (tourId: string) =>
  (await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(messages)))
    .filter((one) => one.tourId === tourId)
    .map((one) => one.kind);
const at = (iso: string, minutes: number) =>
  new Date(Date.parse(iso) + minutes * minute).toISOString();

describe('what an agent may do to a tour’s event', () => {
  it('move it while it cannot be read: the tour follows as soon as it can be, though the cursor has moved on [S2, S4]', async () => {
    const { booking, eventId } = await written();
    const to = at(booking.startsAt, 90);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${eventId}` },
      times: 0,
      then: { status: 403, reason: 'forbidden' },
    });
    await sync();
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('failed'),
    );
    await world.sandbox.send('DELETE', '/_control/faults');
    await world.pass(16 * minute);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(1);
    await eventually(async () => {
      const { tour, event } = await storedTour(world, booking.id);
      expect([tour?.startsAt, event?.syncStatus]).toEqual([Date.parse(to), 'synced']);
    });
  });

  it.each(['the one it left', 'the one it went to', 'one whose list alone knows its events'])(
    'put it into another calendar of theirs, heard of first by %s: the tour goes along',
    async (which) => {
      const { booking, eventId } = await written();
      if (which === 'one whose list alone knows its events')
        await world.sandbox.fault({
          match: { method: 'GET', path: `/events/${eventId}` },
          times: 0,
          then: { status: 404 },
        });
      await person('POST', eventId, `/move?destination=${personal}`);
      const order = await calendars();
      if ((order[0]!.calendarId === personal) === (which === 'the one it left')) order.reverse();
      for (const { id } of order) {
        await syncCalendar(world.unit, id);
        await idle();
      }
      const { tour, event } = await storedTour(world, booking.id);
      const held = (await calendars()).find((one) => one.calendarId === personal)!;
      expect(tour?.status).toBe('confirmed');
      expect(event).toMatchObject({ agentCalendarId: held.id, syncStatus: 'synced' });
      const { history } = await storedTour(world, booking.id);
      expect(history.at(-1)).toMatchObject({
        action: 'calendar_changed',
        actor: 'calendar',
        via: 'google_calendar',
        details: { calendar: 'Personal' },
      });
      const logs = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(calendarSyncLogs).where(eq(calendarSyncLogs.tourId, booking.id)),
      );
      expect(logs.filter((one) => one.operation === 'follow')).toMatchObject([
        { agentCalendarId: held.id, direction: 'inbound', outcome: 'ok' },
      ]);
      expect(await told(booking.id)).toEqual([]);
      // The tour follows its event there, too.
      await world.pass();
      const to = at(booking.startsAt, -60);
      await person('PATCH', eventId, `?calendar=${personal}`, timed(to, at(to, 30)));
      await sync();
      await eventually(async () =>
        expect((await storedTour(world, booking.id)).tour?.startsAt).toBe(Date.parse(to)),
      );
      await idle();
    },
  );

  it('repeat it, and move or delete the tour’s own date alone: the tour follows, and what happens to it leaves the others alone [S2, S1]', async () => {
    const { booking, eventId } = await written();
    const settled = async () => {
      await sync();
      await idle();
      await sync();
      await idle();
      await world.pass();
    };
    const series = async () =>
      (await eventsOf(world, booking.id)).flatMap(({ id, recurringEventId, start }) =>
        recurringEventId === eventId ? [[id, Date.parse(start!.dateTime!)]] : [],
      );
    const busy = async () =>
      (await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents))).flatMap(
        (row) => (row.seriesId === eventId ? [row.startsAt] : []),
      );
    const others = [1, 2].map((n) => Date.parse(booking.startsAt) + n * 7 * 24 * 60 * minute);
    await person('PATCH', eventId, '', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    const date = `${eventId}_${booking.startsAt.replaceAll(/[-:]|\.000/g, '')}`;
    const to = at(booking.startsAt, 60);
    // Both changes happen before a sync brings either.
    await person('PATCH', date, '', timed(to, at(to, 30)));
    await settled();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour).toMatchObject({ startsAt: Date.parse(to), conflictAccepted: false });
    expect(event).toMatchObject({ providerEventId: eventId, syncStatus: 'synced' });
    expect(await told(booking.id)).toEqual(['tour_moved']);
    expect(await busy()).toEqual(others);

    const back = await freeTime(world, 12);
    await manage(world, booking, '/reschedule', { startsAt: back });
    await settled();
    expect(await series()).toEqual([[date, Date.parse(back)]]);
    expect((await storedTour(world, booking.id)).tour?.startsAt).toBe(Date.parse(back));
    expect(await busy()).toEqual(expect.arrayContaining(others));

    await person('DELETE', date);
    await settled();
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
    expect(await busy()).toEqual(expect.arrayContaining(others));
  });

  it('repeat it, and the prospect moves it by half an hour: the tour does not conflict with itself', async () => {
    const { booking, eventId } = await written();
    await person('PATCH', eventId, '', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    await sync();
    await idle();
    const to = at(booking.startsAt, 30);
    expect((await manage(world, booking, '/reschedule', { startsAt: to })).status).toBe(200);
    expect((await storedTour(world, booking.id)).tour?.startsAt).toBe(Date.parse(to));
    await idle();
  });

  it('repeat it every week: the tour stays, the other dates are busy, and no event is removed', async () => {
    const { booking, eventId } = await written();
    await person('PATCH', eventId, '', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    const asked = await askedDuring(world, async () => {
      await sync();
      await idle();
      await sync();
      await idle();
    });
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([eventId]);
    expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
    const repeats = (
      await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents))
    ).filter((row) => row.seriesId === eventId);
    const week = 7 * 24 * 60 * minute;
    expect(repeats.map((row) => [row.startsAt, row.busy, row.forTour])).toEqual(
      [1, 2].map((n) => [Date.parse(booking.startsAt) + n * week, true, true]),
    );
    await person('DELETE', eventId);
    await sync();
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled'),
    );
    const left = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
    expect(left.filter((row) => row.seriesId === eventId)).toEqual([]);
  });

  it('put it into a calendar that is not connected: the tour stands, and the team reads where it is', async () => {
    const { booking, eventId } = await written();
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.delete(agentCalendars).where(eq(agentCalendars.calendarId, personal)),
    );
    await person('POST', eventId, `/move?destination=${personal}`);
    await sync();
    await eventually(async () => {
      const { tour, event } = await storedTour(world, booking.id);
      expect([tour?.status, event?.syncStatus]).toEqual(['confirmed', 'failed']);
      expect(event?.lastError).toContain('the calendar “Personal”, which is not connected');
    });
    expect(await told(booking.id)).toEqual([]);
    // It costs questions to many calendars, so the sweep does not ask for it each time that it runs.
    await idle();
    await world.pass(16 * minute);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(1);
    await idle();
    await world.pass(5 * minute);
    expect(await enqueueUnwrittenTours(world.ctx)).toBe(0);
    await person('POST', eventId, `/move?calendar=${personal}&destination=${agentAccount}`);
    await connectPersonal();
    await world.pass();
    await sync();
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event).toMatchObject({
        syncStatus: 'synced',
        lastError: null,
      }),
    );
    await idle();
  });

  it('copy it: the copy is the agent’s, stays, and is busy', async () => {
    const { booking, eventId } = await written();
    const [event] = await eventsOf(world, booking.id);
    const copied = at(booking.startsAt, 24 * 60);
    const copy = await world.sandbox.addEvent({
      ...timed(copied, at(copied, 30)),
      summary: event!.summary!,
      extendedProperties: event!.extendedProperties!,
    });
    await sync();
    await idle();
    expect(new Set((await eventsOf(world, booking.id)).map((one) => one.id))).toEqual(
      new Set([eventId, copy.id]),
    );
    const rows = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
    expect(rows.find((row) => row.providerEventId === copy.id)).toMatchObject({ busy: true });
    await person('DELETE', copy.id!);
    await sync();
    await idle();
    expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
  });

  it('put it into the past: the tour stays and nobody is told; then into the future: the tour follows', async () => {
    const { booking, eventId } = await written();
    const passed = at(new Date(world.clock.now()).toISOString(), -26 * 60);
    await person('PATCH', eventId, '', timed(passed, at(passed, 30)));
    const asked = await askedDuring(world, async () => {
      await sync();
      await idle();
    });
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    const { tour, event } = await storedTour(world, booking.id);
    expect([tour?.status, tour?.startsAt]).toEqual(['confirmed', Date.parse(booking.startsAt)]);
    expect(event).toMatchObject({
      syncStatus: 'synced',
      lastError: expect.stringContaining('put into the past; the tour stands at') as string,
    });
    const lines = async () =>
      (await storedTour(world, booking.id)).history.filter(({ action }) => action === 'event_left');
    expect(await lines()).toMatchObject([
      { actor: 'calendar', details: { why: 'in_past', eventAt: instantText(Date.parse(passed)) } },
    ]);
    await syncTour(world.unit, booking.id);
    expect(await lines()).toHaveLength(1);
    expect(await told(booking.id)).toEqual([]);
    await world.pass();
    const to = at(booking.startsAt, 24 * 60 + 60);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    await sync();
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).tour?.startsAt).toBe(Date.parse(to)),
    );
    await idle();
    expect(await told(booking.id)).toEqual(['tour_moved']);
    expect((await storedTour(world, booking.id)).event?.lastError).toBeNull();
  });

  it('put one that is over into next week, when its prospect has booked again: the tour stays over', async () => {
    const who = someone();
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 4), ...who });
    const eventId = (await writtenEvent(world, booking.id)).id!;
    await world.setTime(Date.parse(booking.endsAt) + 61 * minute);
    await completeToursOf(world.unit);
    const second = await bookedTour(world, { startsAt: await freeTime(world, 20), ...who });
    await idle();
    await world.pass();
    const to = await freeTime(world, 60);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    await sync();
    await idle();
    const { tour, event, history } = await storedTour(world, booking.id);
    expect(tour?.status).toBe('completed');
    expect(event?.lastError).toContain('has booked another tour');
    expect(history.at(-1)).toMatchObject({
      action: 'event_left',
      details: { why: 'booked_again', eventAt: instantText(Date.parse(to)) },
    });
    expect((await storedTour(world, second.id)).tour?.status).toBe('confirmed');
    expect((await freeSlots(world)).map(({ startsAt }) => startsAt)).not.toContain(to);
  });

  it('put one that has passed into next week before it is noted as over, and its prospect has booked again: it stays', async () => {
    const who = someone();
    const booking = await bookedTour(world, { startsAt: await freeTime(world), ...who });
    const eventId = (await writtenEvent(world, booking.id)).id!;
    await world.setTime(Date.parse(booking.endsAt) + 20 * minute);
    await bookedTour(world, { startsAt: await freeTime(world, 20), ...who });
    await idle();
    const to = await freeTime(world, 60);
    const isLeft = async (status: string) => {
      await sync();
      await idle();
      const { tour, event } = await storedTour(world, booking.id);
      expect([tour?.status, event?.syncStatus]).toEqual([status, 'synced']);
      expect(event?.lastError).toContain('has booked another tour: this one is over');
      expect((await freeSlots(world)).map(({ startsAt }) => startsAt)).not.toContain(to);
      const [there] = (await eventsOf(world, booking.id)).filter((one) => one.id === eventId);
      expect(Date.parse(there!.start!.dateTime!)).toBe(Date.parse(to));
    };
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    await isLeft('confirmed');
    await world.pass(60 * minute);
    await completeToursOf(world.unit);
    await isLeft('completed');
    expect(await told(booking.id)).toEqual([]);
  });

  it('restore it, when its prospect has booked again: it stays cancelled', async () => {
    const who = someone();
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 20), ...who });
    const eventId = (await writtenEvent(world, booking.id)).id!;
    await sync();
    await idle();
    await world.pass();
    await person('DELETE', eventId);
    await sync();
    await idle();
    await world.pass();
    await bookedTour(world, { startsAt: await freeTime(world, 10), ...who });
    await idle();
    await world.pass();
    await person('PATCH', eventId, '', { status: 'confirmed' });
    await sync();
    await idle();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour?.status).toBe('cancelled');
    expect(event?.lastError).toContain('has booked another tour: this one is cancelled');
    expect(await told(booking.id)).toEqual(['tour_cancelled']);
    expect((await freeSlots(world)).map(({ startsAt }) => startsAt)).not.toContain(
      booking.startsAt,
    );
  });

  it('restore it while its prospect books again: it stays cancelled', async () => {
    const who = someone();
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 20), ...who });
    const eventId = (await writtenEvent(world, booking.id)).id!;
    await sync();
    await idle();
    await world.pass();
    await person('DELETE', eventId);
    await sync();
    await idle();
    await world.pass();
    await person('PATCH', eventId, '', { status: 'confirmed' });
    const held = await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${eventId}` },
      then: { held: true },
    });
    await sync();
    await world.sandbox.struck();
    const { id } = await bookedTour(world, { startsAt: await freeTime(world, 10), ...who });
    await world.sandbox.release(held);
    await idle();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour?.status).toBe('cancelled');
    expect(event?.lastError).toContain('has booked another tour: this one is cancelled');
    expect((await storedTour(world, id)).tour?.status).toBe('confirmed');
    expect(await told(booking.id)).toEqual(['tour_cancelled']);
  });

  it('put one that is over into next week while its prospect books again: the tour stays over', async () => {
    const who = someone();
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 20), ...who });
    const eventId = (await writtenEvent(world, booking.id)).id!;
    await sync();
    await idle();
    await world.setTime(Date.parse(booking.endsAt) + 61 * minute);
    await completeToursOf(world.unit);
    await idle();
    const to = at(booking.startsAt, 7 * 24 * 60);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    const held = await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${eventId}` },
      then: { held: true },
    });
    await sync();
    await world.sandbox.struck();
    await bookedTour(world, { startsAt: await freeTime(world, 10), ...who });
    await world.sandbox.release(held);
    await idle();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour).toMatchObject({ status: 'completed', startsAt: Date.parse(booking.startsAt) });
    expect(event?.lastError).toContain('has booked another tour: this one is over');
  });

  it('restore it when its time has passed, then put it into next week: the tour takes place then', async () => {
    const { booking, eventId } = await written();
    await person('DELETE', eventId);
    await sync();
    await idle();
    await world.setTime(Date.parse(booking.endsAt) + 60 * minute);
    await person('PATCH', eventId, '', { status: 'confirmed' });
    await sync();
    await idle();
    await world.pass();
    const to = at(booking.startsAt, 7 * 24 * 60);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    const asked = await askedDuring(world, async () => {
      await sync();
      await idle();
    });
    expect(asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
    const { tour } = await storedTour(world, booking.id);
    expect(tour).toMatchObject({ status: 'confirmed', startsAt: Date.parse(to) });
    expect(await told(booking.id)).toEqual(['tour_cancelled', 'tour_restored']);
  });

  it('put one that is over into next week: the tour takes place then', async () => {
    const { booking, eventId } = await written();
    await world.setTime(Date.parse(booking.endsAt) + 60 * minute);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(tourBookings).set({ status: 'no_show' }).where(eq(tourBookings.id, booking.id)),
    );
    await world.pass();
    const to = at(booking.startsAt, 7 * 24 * 60);
    await person('PATCH', eventId, '', timed(to, at(to, 30)));
    await sync();
    await eventually(async () => {
      const { tour, event } = await storedTour(world, booking.id);
      expect([tour?.status, tour?.startsAt, event?.syncStatus]).toEqual([
        'confirmed',
        Date.parse(to),
        'synced',
      ]);
      // The tour does not conflict with its own event.
      expect(tour?.conflictAccepted).toBe(false);
    });
    const [event] = await eventsOf(world, booking.id);
    expect(Date.parse(event!.start!.dateTime!)).toBe(Date.parse(to));
    await idle();
  });
});

describe('a booking’s check of the calendar, a moment after the agent changed an event [B1]', () => {
  const half = (from: string) => timed(from, at(from, 30));
  const book = (startsAt: string) => world.book({ startsAt, ...someone() });

  it.each<[string, (tour: Awaited<ReturnType<typeof written>>, to: string) => Promise<unknown>]>([
    ['a tour’s event that was moved', ({ eventId }, to) => person('PATCH', eventId, '', half(to))],
    [
      'one that was moved after its prospect moved the tour',
      async ({ booking, eventId }, to) => {
        const unheard = { method: 'PATCH', path: `/events/${eventId}` };
        await world.sandbox.fault({ match: unheard, times: 0, then: { status: 503 } });
        const startsAt = await freeTime(world, 30);
        expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
        await person('PATCH', eventId, '', half(to));
      },
    ],
    [
      'a copy of a tour’s event',
      async ({ booking }, to) => {
        const [{ summary, extendedProperties } = {}] = await eventsOf(world, booking.id);
        await world.sandbox.addEvent({
          ...half(to),
          summary: summary!,
          extendedProperties: extendedProperties!,
        });
      },
    ],
    [
      'the event of a tour that did not take place',
      async ({ booking, eventId }, to) => {
        await world.setTime(Date.parse(booking.endsAt) + 60 * minute);
        await asTenant(world.ctx.db, world.scope, (tx) =>
          tx.update(tourBookings).set({ status: 'no_show' }).where(eq(tourBookings.id, booking.id)),
        );
        await sync();
        await person('PATCH', eventId, '', half(to));
      },
    ],
    [
      'the event of a cancelled tour, out of the bin again',
      async ({ booking, eventId }, to) => {
        await person('PATCH', eventId, '', half(to));
        await sync();
        await idle();
        await manage(world, booking, '/cancel');
        await idle();
        await person('PATCH', eventId, '', { status: 'confirmed' });
      },
    ],
  ])('takes %s for busy', async (_, put) => {
    const tour = await written();
    const to = await freeTime(world, 60);
    await put(tour, to);
    expect((await book(to)).status).toBe(409);
    await world.sandbox.send('DELETE', '/_control/faults');
    await sync();
    await idle();
  });

  it('takes a tour for busy that was moved there into a conflict, where no constraint guards it', async () => {
    const free = (await freeSlots(world)).map((slot) => slot.startsAt);
    const start = free.find((time) => free.includes(instantText(Date.parse(time) + 60 * minute)))!;
    const later = await bookedTour(world, { startsAt: at(start, 60) });
    await writtenEvent(world, later.id);
    const { booking, eventId } = await written();
    const held = await holdBooking(world);
    const another = book(start);
    await world.sandbox.struck();
    await person('PATCH', eventId, '', timed(start, at(start, 75)));
    await sync();
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).tour).toMatchObject({
        startsAt: Date.parse(start),
        conflictAccepted: true,
      }),
    );
    await world.sandbox.release(held);
    expect((await another).status).toBe(409);
  });

  it.each(['reschedule', 'cancel'])(
    'asks once more if the calendar answered before our own %s arrived there, and we read it afterwards',
    async (change) => {
      const { booking } = await written();
      const { sandbox } = world;
      const body = await sandbox.get(`/_control/google/events?account=${agentAccount}`);
      const startsAt = (await freeSlots(world)).at(-1)!.startsAt;
      await manage(world, booking, `/${change}`, change === 'cancel' ? {} : { startsAt });
      await idle();
      const match = { method: 'GET', path: eventsPath, query: 'timeMin=' };
      await sandbox.fault({ match, then: { body } });
      expect((await book(booking.startsAt)).status).toBe(201);
      await sandbox.struck();
    },
  );

  it('takes a moved event for busy, too, if only the first question was answered', async () => {
    const { eventId } = await written();
    const to = await freeTime(world, 60);
    await person('PATCH', eventId, '', half(to));
    const body = await world.sandbox.get(`/_control/google/events?account=${agentAccount}`);
    const match = { method: 'GET', path: eventsPath, query: 'timeMin=' };
    // Of both calendars.
    await world.sandbox.fault({ match, times: 2, then: { body } });
    await world.sandbox.fault({ match, times: 0, then: { status: 503, reason: 'backendError' } });
    expect((await book(to)).error.code).toBe('SLOT_TAKEN');
    await world.sandbox.send('DELETE', '/_control/faults');
    await sync();
    await idle();
  });

  it.each(['reschedule', 'cancel'])(
    'knows an event that stands only until our own %s arrives',
    async (change) => {
      const { booking, eventId } = await written();
      const unheard = { path: `/events/${eventId}` };
      await world.sandbox.fault({ match: unheard, times: 0, then: { status: 503 } });
      const to = change === 'reschedule' ? { startsAt: await freeTime(world, 60) } : {};
      expect((await manage(world, booking, `/${change}`, to)).status).toBe(200);
      expect((await book(booking.startsAt)).status).toBe(201);
      await world.sandbox.send('DELETE', '/_control/faults');
      await idle();
    },
  );
});

describe('a deleted event is believed to be gone [S2]', () => {
  const home = 'home@example.com';
  const connectHome = async () => {
    await world.connect(home, agentAccount);
    await synced(world);
  };
  /** The account's list has the connected calendars and these. */
  const listed = (...others: string[]) => {
    const items = [agentAccount, personal, ...others].map((id) => ({
      id,
      summary: id,
      timeZone: 'America/Chicago',
      accessRole: 'owner',
    }));
    const match = { method: 'GET', path: '/calendarList' };
    return world.sandbox.fault({ match, times: 0, then: { body: { items } } });
  };
  const syncMain = async () => {
    const [main] = (await calendars()).filter((one) => one.calendarId === agentAccount);
    await syncCalendar(world.unit, main!.id);
  };
  const homeIs = (change: Partial<typeof calendarConnections.$inferInsert>) =>
    asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(calendarConnections).set(change).where(eq(calendarConnections.accountEmail, home)),
    );
  afterAll(() => homeIs({ disconnectedAt: world.clock.now() }));

  it('although another calendar of the account may not be read', async () => {
    const { booking, eventId } = await written();
    await listed('beside', 'other');
    await world.sandbox.fault({
      match: { path: `/calendars/(${personal}|beside)/events` },
      times: 0,
      then: { status: 403, reason: 'forbidden' },
    });
    await person('DELETE', eventId);
    const asked = await askedDuring(world, async () => {
      await syncMain();
      await idle();
    });
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
    // An account may have many calendars: each of the others is asked once.
    for (const id of [personal, 'beside', 'other'])
      expect(asked.filter(({ path }) => path.includes(`/${id}/`))).toHaveLength(1);
    // Nobody can put an event into a calendar that is only read.
    expect(asked.filter((one) => one.path.includes('holiday'))).toEqual([]);
  });

  it('by an account whose agent disconnects another, in whose calendar it was just found', async () => {
    await connectHome();
    const { booking, eventId } = await written();
    const [{ summary, start, end, extendedProperties } = {}] = await eventsOf(world, booking.id);
    await world.sandbox.addEvent(
      {
        id: eventId,
        summary: summary!,
        start: start!,
        end: end!,
        extendedProperties: extendedProperties!,
      },
      home,
    );
    await person('DELETE', eventId);
    const match = { method: 'GET', path: `/calendars/${home}/events` };
    const fault = await world.sandbox.fault({ match, then: { held: true } });
    const comparing = syncTour(world.unit, booking.id);
    await world.sandbox.struck();
    await disconnect(world.unit, (await connectionOf(world, agentAccount, home)).id);
    await world.sandbox.release(fault);
    await comparing;
    const { event, tour } = await storedTour(world, booking.id);
    const its = (await calendars()).find((one) => one.id === event!.agentCalendarId);
    expect([its?.calendarId, tour?.status]).toEqual([agentAccount, 'cancelled']);
  });

  it('if its tour is over, without a look into other calendars', async () => {
    const { booking, eventId } = await written();
    await world.setTime(Date.parse(booking.endsAt) + 60 * minute);
    await person('DELETE', eventId);
    const asked = await askedDuring(world, async () => {
      await sync();
      await idle();
    });
    expect(asked.filter(({ query }) => query['iCalUID'])).toEqual([]);
    expect((await storedTour(world, booking.id)).event).toMatchObject({
      syncStatus: 'synced',
      agreed: { stands: false },
    });
  });

  it('although another account has long been out of reach', async () => {
    await connectHome();
    const { booking, eventId } = await written();
    await homeIs({
      tokenStatus: 'expired',
      failingSince: world.clock.now() - 48 * 60 * minute,
      accessTokenExpiresAt: 0,
    });
    await world.sandbox.fault({ match: { path: '/token' }, times: 0, then: { status: 503 } });
    await person('DELETE', eventId);
    await syncMain();
    await idle();
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
  });

  it.each([
    ['another account', home],
    ['a calendar that nobody connected', 'beside'],
  ])('if the prospect cancelled the tour, although %s does not answer', async (_, silent) => {
    await connectHome();
    const { booking, eventId } = await written();
    await listed(...(silent === home ? [] : [silent]));
    await world.sandbox.fault({
      match: { path: `/calendars/${silent}/` },
      times: 0,
      then: { status: 503, reason: 'backendError' },
    });
    await world.sandbox.fault({
      match: { method: 'DELETE', path: `/events/${eventId}` },
      then: { loseAnswer: true },
    });
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.agreed?.stands).toBe(false),
    );
    expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('synced');
  });
});

it('a tour that took place before the time of its event leaves that time free, and nobody is mailed', async () => {
  const booking = await bookedTour(world, { startsAt: await freeTime(world, 40) });
  const eventId = (await writtenEvent(world, booking.id)).id!;
  const earlier = await freeTime(world);
  await world.sandbox.fault({ match: { path: '/events/' }, times: 0, then: { status: 503 } });
  expect((await manage(world, booking, '/reschedule', { startsAt: earlier })).status).toBe(200);
  await world.setTime(Date.parse(earlier) + 120 * minute);
  await completeToursOf(world.unit);
  await world.sandbox.release();
  await world.pass(20 * minute);
  const asked = await askedDuring(world, async () => {
    await enqueueUnwrittenTours(world.ctx);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('synced'),
    );
  });
  const ours = asked.filter(({ method, path }) => method === 'PATCH' && path.includes(eventId));
  expect(ours.map(({ query }) => query['sendUpdates'])).toEqual(['none']);
  const [event] = (await eventsOf(world, booking.id)).filter((one) => one.id === eventId);
  expect(Date.parse(event!.start!.dateTime!)).toBe(Date.parse(earlier));
  expect((await storedTour(world, booking.id)).tour?.status).toBe('completed');
});
