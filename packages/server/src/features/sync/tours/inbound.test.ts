import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, synced, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, freeTime, manage, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { messages } from '../../../db/tables/messages.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { syncCalendar } from '../mirror/sync-calendar.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const calendar = async () => {
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(agentCalendars));
  return row!;
};
const sync = async () => syncCalendar(world.unit, (await calendar()).id);
const mirror = () => asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
const told = (tourId: string) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(messages).where(eq(messages.tourId, tourId)),
  );

const edit = (id: string, event: object) =>
  world.sandbox.send('PATCH', `/_control/google/events/${id}?account=${agentAccount}`, event);
const remove = (id: string) =>
  world.sandbox.send('DELETE', `/_control/google/events/${id}?account=${agentAccount}`);

const written = async (input: Record<string, unknown> = {}) => {
  const booking = await bookedTour(world, input);
  const event = await writtenEvent(world, booking.id);
  await world.pass();
  return { booking, eventId: event.id! };
};
const at = (iso: string, minutes = 0) => new Date(Date.parse(iso) + minutes * 60_000).toISOString();
const tourOf = async (id: string) => (await storedTour(world, id)).tour!;

describe('the mirror [S4, S6, A6]', () => {
  it('answers availability without asking the provider', async () => {
    await world.sandbox.addEvent(timed('2026-01-28T15:00:00Z', '2026-01-28T17:00:00Z'));
    await sync();
    const asked = await askedDuring(world, async () => {
      const { source, slotsByDate } = await world.availability('?from=2026-01-28&days=1');
      expect(source).toBe('synced');
      const free = slotsByDate['2026-01-28']!.filter((slot) => slot.available);
      expect(free.map((slot) => slot.time)).not.toContain('09:00');
      expect(free.map((slot) => slot.time)).toContain('11:30');
    });
    expect(asked).toEqual([]);
  });

  it('follows events that are moved and deleted, one call a sync', async () => {
    const { id } = await world.sandbox.addEvent({
      summary: 'Dentist',
      ...timed('2026-01-29T15:00:00Z', '2026-01-29T16:00:00Z'),
    });
    await sync();
    const row = async () => (await mirror()).find((one) => one.providerEventId === id);
    expect(await row()).toMatchObject({ title: null, busy: true });
    await edit(id!, timed('2026-01-29T18:00:00Z', '2026-01-29T19:00:00Z'));
    expect(await askedDuring(world, sync)).toHaveLength(1);
    expect((await row())?.startsAt).toBe(Date.parse('2026-01-29T18:00:00Z'));
    await remove(id!);
    await sync();
    expect(await row()).toBeUndefined();
  });

  it('lists everything again when the cursor is dead, and loses nothing', async () => {
    const kept = await world.sandbox.addEvent(
      timed('2026-01-30T15:00:00Z', '2026-01-30T16:00:00Z'),
    );
    const gone = await world.sandbox.addEvent(
      timed('2026-01-30T17:00:00Z', '2026-01-30T18:00:00Z'),
    );
    await sync();
    await remove(gone.id!);
    await world.sandbox.send('POST', `/_control/google/expire-sync-tokens?account=${agentAccount}`);
    await sync();
    const ids = (await mirror()).map((one) => one.providerEventId);
    expect(ids).toContain(kept.id);
    expect(ids).not.toContain(gone.id);
    expect(await askedDuring(world, sync)).toHaveLength(1);
  });

  it('keeps the cursor of the last whole sync when it dies between pages', async () => {
    const before = (await calendar()).syncToken;
    await world.sandbox.addEvent(timed('2026-01-30T20:00:00Z', '2026-01-30T21:00:00Z'));
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events$' },
      then: { status: 503, reason: 'backendError' },
    });
    await expect(sync()).rejects.toMatchObject({ fault: 'unreachable' });
    expect(await calendar()).toMatchObject({
      syncToken: before,
      lastError: 'The calendar’s provider does not answer. This is tried again by itself.',
    });
    expect(await sync()).toBe(1);
    expect((await calendar()).lastError).toBeNull();
  });
});

describe('a tour whose event somebody changed [S2]', () => {
  it('moves with it, and its prospect is told once', async () => {
    const { booking, eventId } = await written();
    const startsAt = await freeTime(world, 6);
    await edit(eventId, timed(startsAt, at(startsAt, 30)));
    await sync();
    await eventually(async () =>
      expect((await tourOf(booking.id)).startsAt).toBe(Date.parse(startsAt)),
    );
    expect(await tourOf(booking.id)).toMatchObject({
      status: 'confirmed',
      conflictAccepted: false,
    });
    await sync();
    const { history } = await storedTour(world, booking.id);
    expect(history.at(-1)).toMatchObject({
      action: 'rescheduled',
      actor: 'calendar',
      via: 'google_calendar',
    });
    expect((await told(booking.id)).map((one) => one.kind)).toEqual(['tour_moved']);
    expect((await manage(world, booking)).status).toBe(200);
  });

  it('is cancelled with it, and its time is free again', async () => {
    const { booking, eventId } = await written();
    await remove(eventId);
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('cancelled'));
    expect((await tourOf(booking.id)).cancelledVia).toBe('google_calendar');
    expect((await told(booking.id)).map((one) => one.kind)).toEqual(['tour_cancelled']);
    await world.pass();
    expect((await bookedTour(world, { startsAt: booking.startsAt })).status).toBe('confirmed');
  });

  it('is cancelled also when it was deleted while the cursor was dead', async () => {
    const { booking, eventId } = await written();
    await sync();
    await remove(eventId);
    await world.sandbox.send('POST', `/_control/google/expire-sync-tokens?account=${agentAccount}`);
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('cancelled'));
  });

  it('stands if the read of its event answers “none” but the calendar’s list has the event', async () => {
    const { booking, eventId } = await written();
    const to = at(booking.startsAt, 24 * 60 + 30);
    await edit(eventId, timed(to, at(to, 30)));
    await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${eventId}` },
      times: 0,
      then: { status: 404 },
    });
    await sync();
    await eventually(async () => {
      const { tour, event } = await storedTour(world, booking.id);
      expect([tour?.status, tour?.startsAt, event?.syncStatus]).toEqual([
        'confirmed',
        Date.parse(to),
        'synced',
      ]);
    });
    expect((await told(booking.id)).map((one) => one.kind)).toEqual(['tour_moved']);
    await world.sandbox.send('DELETE', '/_control/faults');
    await remove(eventId);
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('cancelled'));
  });

  it('is found in the list also by an interval of no length', async () => {
    const { calendarId, connectionId, timezone } = await calendar();
    const moment = Date.parse('2026-02-03T15:00:00Z');
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events/[^/]+$' },
      times: 0,
      then: { status: 404 },
    });
    const listed = (id: string) =>
      withSession(world.unit, { connectionId, provider: 'google' }, (session) =>
        session.get({ calendarId, timezone }, id, { startsAt: moment, endsAt: moment }),
      );
    const { id } = await world.sandbox.addEvent({
      iCalUID: 'made@elsewhere.example',
      ...timed('2026-02-03T15:00:00Z', '2026-02-03T15:30:00Z'),
    } as Parameters<typeof world.sandbox.addEvent>[0]);
    expect((await listed(id!))?.eventId).toBe(id);
    expect(await listed('nobody')).toBeNull();
  });

  it('comes back when its event is restored', async () => {
    const { booking, eventId } = await written();
    await remove(eventId);
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('cancelled'));
    await world.pass();
    await edit(eventId, { status: 'confirmed' });
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('confirmed'));
    expect((await told(booking.id)).map((one) => one.kind)).toEqual([
      'tour_cancelled',
      'tour_restored',
    ]);
  });

  it('comes back with a conflict, and others are offered, if its time was booked meanwhile', async () => {
    const { booking, eventId } = await written();
    await remove(eventId);
    await sync();
    await eventually(async () => expect((await tourOf(booking.id)).status).toBe('cancelled'));
    await bookedTour(world, { startsAt: booking.startsAt });
    await world.pass();
    await edit(eventId, { status: 'confirmed' });
    await sync();
    await eventually(async () =>
      expect(await tourOf(booking.id)).toMatchObject({
        status: 'confirmed',
        conflictAccepted: true,
      }),
    );
    expect((await told(booking.id)).at(-1)).toMatchObject({
      kind: 'tour_restored',
      details: { offerOthers: true },
    });
    expect((await storedTour(world, booking.id)).history.at(-1)).toMatchObject({
      action: 'restored',
      details: { conflict: true },
    });
  });

  it('keeps the guests as its agent changed them, and notes the change', async () => {
    const { booking, eventId } = await written();
    const guests = async () =>
      (await writtenEvent(world, booking.id)).attendees?.map((one) => one.email);
    const history = async () =>
      (await storedTour(world, booking.id)).history.map((one) => one.action);
    await edit(eventId, { attendees: [{ email: 'partner@example.org' }] });
    await sync();
    await eventually(async () => expect((await history()).at(-1)).toBe('guest_removed'));
    await world.pass();
    const startsAt = await freeTime(world, 9);
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    await eventually(async () =>
      expect(Date.parse((await writtenEvent(world, booking.id)).start!.dateTime!)).toBe(
        Date.parse(startsAt),
      ),
    );
    expect(await guests()).toEqual(['partner@example.org']);
    expect((await history()).filter((action) => action.startsWith('guest'))).toHaveLength(1);
  });

  it('is kept where it collides, marked, still busy, and others are offered', async () => {
    const [first, second] = [await written(), await written()];
    await edit(first.eventId, timed(second.booking.startsAt, at(second.booking.startsAt, 30)));
    await sync();
    await eventually(async () =>
      expect(await tourOf(first.booking.id)).toMatchObject({
        startsAt: Date.parse(second.booking.startsAt),
        status: 'confirmed',
        conflictAccepted: true,
      }),
    );
    expect((await told(first.booking.id)).at(-1)?.details).toMatchObject({ offerOthers: true });
  });

  it('keeps its time of day when the event becomes a whole day, and gives the event its time back', async () => {
    const { booking, eventId } = await written();
    await edit(eventId, {
      start: { date: '2026-02-03', dateTime: null, timeZone: null },
      end: { date: '2026-02-04', dateTime: null, timeZone: null },
    });
    await sync();
    await eventually(async () => {
      const { startsAt } = await tourOf(booking.id);
      expect(new Date(startsAt).toISOString().slice(0, 10)).toBe('2026-02-03');
      expect(new Date(startsAt).toISOString().slice(11)).toBe(at(booking.startsAt).slice(11));
    });
    await eventually(async () => {
      const event = await writtenEvent(world, booking.id);
      expect(event.start?.dateTime).toBeTruthy();
    });
  });

  it('keeps notes that the agent wrote into the event', async () => {
    const { booking, eventId } = await written();
    await edit(eventId, { description: 'Brings her dog' });
    const asked = await askedDuring(world, async () => {
      await sync();
      await writtenEvent(world, booking.id);
    });
    expect(asked.filter((one) => one.method !== 'GET')).toEqual([]);
  });
});
