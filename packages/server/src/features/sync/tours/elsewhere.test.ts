import type { calendar_v3 } from '@googleapis/calendar';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf, profileOf, synced } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest } from '../../../../test/jobs.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, freeTime, manage, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { eventRemovals, tourEvents } from '../../../db/tables/tours.ts';
import { transact } from '../../../unit-of-work.ts';
import { findIssues } from '../../calendars/alerts/find-issues.ts';
import { disconnect } from '../../calendars/connecting/disconnect.ts';
import { checkHealth } from '../../calendars/grants/check-health.ts';
import { syncCalendarJob, writeAgentToursJob } from '../../calendars/job-contracts.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { enqueueUnwrittenEvents } from '../unwritten-events.ts';
import { syncCalendar } from '../mirror/sync-calendar.ts';
import { enqueueRemovals } from './run-removal.ts';

const [ben, home] = ['ben@example.com', 'home@example.com'];
const minute = 60_000;

let world: World;
let manager: Browser;
let personal: string;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Front', email: agentAccount },
      { name: 'Ben', email: ben },
    ],
  });
  await world.connect();
  await world.connect(ben);
  await world.connect(home, agentAccount);
  await synced(world);
  manager = await signIn(world, { role: 'manager' });
  const { items } = await world.sandbox.get<{
    items: { email: string; calendars: { id: string; summary: string }[] }[];
  }>('/_control/google/accounts');
  const { calendars } = items.find(({ email }) => email === agentAccount)!;
  personal = calendars.find(({ summary }) => summary === 'Personal')!.id;
});
afterAll(() => world.stop());
afterEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const at = (iso: string, minutes: number) =>
  new Date(Date.parse(iso) + minutes * minute).toISOString();
const calendars = () =>
  asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(agentCalendars));
const mainCalendar = async () =>
  (await calendars()).find(({ calendarId }) => calendarId === agentAccount)!;
const removals = () => asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(eventRemovals));
const idle = () => atRest(world, writeAgentToursJob, syncTourJob, syncCalendarJob);
/** Every connected calendar is listed, and all that waits is tried again. */
const settle = async () => {
  for (const { id } of await calendars())
    await syncCalendar(world.unit, id).catch((error: unknown) => error);
  await idle();
  await world.pass(16 * minute);
  await enqueueUnwrittenEvents(world.ctx);
  await idle();
};

/** How many events of the tour stand in Front's main and unconnected calendars, in Ben's, and in Front's other account. */
const places = async (tourId: string) => {
  const standing = async (account: string, calendar: string) => {
    const query = new URLSearchParams({ account, calendar }).toString();
    const { items } = await world.sandbox.get<{ items: calendar_v3.Schema$Event[] }>(
      `/_control/google/events?${query}`,
    );
    return items.filter(
      ({ status, extendedProperties }) =>
        status !== 'cancelled' && extendedProperties?.private?.['lumaTourId'] === tourId,
    ).length;
  };
  return {
    main: await standing(agentAccount, agentAccount),
    personal: await standing(agentAccount, personal),
    ben: await standing(ben, ben),
    home: await standing(home, home),
  };
};
/** The alerts about events that could not be removed. */
const notRemoved = async () => {
  const issues = await transact(world.unit, ({ tx }) =>
    findIssues(tx, world.scope, world.clock.now()),
  );
  return issues.filter(({ reason }) => reason === 'not_removed');
};
/** In the end; a removal may take another try. */
const end = (tourId: string, expected: object) =>
  eventually(async () => {
    expect(await places(tourId)).toEqual(expected);
    expect((await removals()).filter(({ elsewhere }) => elsewhere)).toEqual([]);
  });
/** Nothing of the tour waits to be removed. */
const nothingWaits = (tourId: string) =>
  eventually(async () =>
    expect((await removals()).filter((row) => row.tourId === tourId)).toEqual([]),
  );
const nowhere = { main: 0, personal: 0, ben: 0, home: 0 };
/** In the end, when a try that failed was made again. */
const isRemoved = (tourId: string) =>
  eventually(async () => {
    await settle();
    await enqueueRemovals(world.ctx);
    await idle();
    expect(await places(tourId)).toEqual(nowhere);
  });

let slot = 0;
/** A time later than every tour so far: the lists of free times begin later and later, as time passes. */
const laterTime = () => freeTime(world, (slot += 4));
/** A tour of Front's. */
const written = async () => {
  const agentId = (await profileOf(world, agentAccount)).id;
  const startsAt = await laterTime();
  const booking = await bookedTour(world, { agentId, startsAt });
  const event = await writtenEvent(world, booking.id);
  await settle();
  return { booking, eventId: event.id! };
};
const movedTo = (destination: string, eventId: string) =>
  world.sandbox.send(
    'POST',
    `/_control/google/events/${eventId}/move?account=${agentAccount}&destination=${destination}`,
  );
const words = async (tourId: string) => (await storedTour(world, tourId)).event!.lastError;
/** A tour of Front's whose event was found in the account's calendar that nobody connected. */
const misplaced = async () => {
  const { booking, eventId } = await written();
  await movedTo(personal, eventId);
  await settle();
  expect(await words(booking.id)).toContain('“Personal”, which is not connected');
  return booking;
};
const reassign = async (tourId: string) => {
  const to = { agentId: (await profileOf(world, ben)).id };
  const given = await manager.post(`/api/dashboard/tours/${tourId}/reassign`, to);
  expect(given.status).toBe(200);
};

/** Front's event is moved into a calendar of another account. */
const movedToAccount = async (account: string, eventId: string) => {
  const [there] = (await world.sandbox.events(agentAccount)).filter(({ id }) => id === eventId);
  const { summary, start, end, extendedProperties } = there!;
  const moved = { summary, start, end, extendedProperties } as calendar_v3.Schema$Event;
  await world.sandbox.addEvent({ ...moved, id: eventId }, account);
  await world.sandbox.send('DELETE', `/_control/google/events/${eventId}?account=${agentAccount}`);
};
/** A tour of Front's whose event was found in Ben's calendar. */
const atBens = async () => {
  const { booking, eventId } = await written();
  await movedToAccount(ben, eventId);
  await settle();
  expect(await words(booking.id)).toContain('which is another agent’s');
  return booking;
};

const reasons = {
  403: 'forbidden',
  404: 'notFound',
  429: 'rateLimitExceeded',
  503: 'backendError',
};
/** All calls of one calendar fail. */
const refuse = (calendarId: string, status: keyof typeof reasons) =>
  world.sandbox.fault({
    match: { path: `/calendars/(${calendarId}|${encodeURIComponent(calendarId)})/` },
    times: 0,
    then: { status, reason: reasons[status] },
  });

describe('a tour whose event stands in a calendar that is not connected has one event [S1]', () => {
  it('when the team gives it to another agent', async () => {
    const { id } = await misplaced();
    await reassign(id);
    await settle();
    await end(id, { ...nowhere, ben: 1 });
    expect((await storedTour(world, id)).event).toMatchObject({ elsewhere: null });
  });

  it('when the team gives it to another agent before we have seen where its event was put', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    await reassign(booking.id);
    await settle();
    await end(booking.id, { ...nowhere, ben: 1 });
    await nothingWaits(booking.id);
  });

  it('or as soon as that calendar answers', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    await refuse(personal, 503);
    await reassign(booking.id);
    await settle();
    await eventually(async () =>
      expect((await removals()).filter(({ tourId }) => tourId === booking.id)).toMatchObject([
        { lastError: expect.stringContaining('503') as string, failedAt: null },
      ]),
    );
    await world.sandbox.send('DELETE', '/_control/faults');
    await settle();
    await end(booking.id, { ...nowhere, ben: 1 });
    await nothingWaits(booking.id);
  });

  it('or the team reads once where it stands, if its removal from there is refused', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    await world.sandbox.fault({
      match: { method: 'DELETE', path: '/events/' },
      times: 0,
      then: { status: 403, reason: 'forbidden' },
    });
    await reassign(booking.id);
    await settle();
    await eventually(async () =>
      expect((await removals()).map((row) => [row.tourId, row.failedAt !== null])).toEqual([
        [booking.id, true],
      ]),
    );
    expect(await notRemoved()).toMatchObject([{ agentName: 'Front', about: '“Personal”' }]);
    await asTenant(world.ctx.db, world.scope, (tx) => tx.delete(eventRemovals));
  });

  it('when the team gives it to another agent while we are finding out where its event is', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    const path = `/calendars/(${personal}|${encodeURIComponent(personal)})/events`;
    const held = await world.sandbox.fault({
      match: { method: 'GET', path },
      then: { held: true },
    });
    await syncCalendar(world.unit, (await mainCalendar()).id);
    await world.sandbox.struck();
    await reassign(booking.id);
    await world.sandbox.release(held);
    await settle();
    await end(booking.id, { ...nowhere, ben: 1 });
  });

  it('when its prospect moves it', async () => {
    const booking = await misplaced();
    const startsAt = await laterTime();
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    await settle();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour?.startsAt).toBe(Date.parse(startsAt));
    expect(event).toMatchObject({ syncStatus: 'synced', lastError: null });
    await eventually(async () => {
      const { main, ben, ...others } = await places(booking.id);
      expect([main + ben, others]).toEqual([1, { personal: 0, home: 0 }]);
    });
  });

  it('when its prospect moves it before we have seen where its event was put', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    const startsAt = await laterTime();
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    await settle();
    const { tour, event } = await storedTour(world, booking.id);
    expect(tour).toMatchObject({
      startsAt: Date.parse(startsAt),
      profileId: (await profileOf(world, agentAccount)).id,
    });
    expect(event).toMatchObject({
      syncStatus: 'synced',
      lastError: null,
      agreed: { startsAt: Date.parse(startsAt) },
    });
    await end(booking.id, { ...nowhere, main: 1 });
  });

  it('when its agent has put it into the past before: it stays where it was put', async () => {
    const { booking, eventId } = await written();
    const from = new Date(world.clock.now() - 60 * minute).toISOString();
    const path = `/_control/google/events/${eventId}?account=${agentAccount}`;
    const times = { start: { dateTime: from }, end: { dateTime: at(from, 30) } };
    await world.sandbox.send('PATCH', path, times);
    await settle();
    expect(await words(booking.id)).toContain('was put into the past');
    await movedTo(personal, eventId);
    await settle();
    expect(await words(booking.id)).toContain('“Personal”, which is not connected');
    expect(await places(booking.id)).toEqual({ ...nowhere, personal: 1 });
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await settle();
    await end(booking.id, nowhere);
  });

  it('when its prospect cancels it: none, as soon as that calendar answers', async () => {
    const booking = await misplaced();
    await refuse(personal, 503);
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await settle();
    expect((await storedTour(world, booking.id)).event).toMatchObject({ syncStatus: 'synced' });
    expect(await places(booking.id)).toEqual({ ...nowhere, personal: 1 });
    await world.sandbox.send('DELETE', '/_control/faults');
    await settle();
    await end(booking.id, nowhere);
  });

  it('or the team reads in which calendar the other one must be deleted', async () => {
    const { id } = await misplaced();
    await world.sandbox.fault({
      match: { method: 'DELETE', path: '/events/' },
      times: 0,
      then: { status: 403, reason: 'forbidden' },
    });
    await reassign(id);
    await eventually(async () =>
      expect((await removals()).filter(({ failedAt }) => failedAt !== null)).toHaveLength(1),
    );
    expect(await notRemoved()).toMatchObject([{ agentName: 'Front', about: '“Personal”' }]);
    await asTenant(world.ctx.db, world.scope, (tx) => tx.delete(eventRemovals));
  });

  it('when the agent puts it back: it moves with the tour again', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    await settle();
    const path = `/_control/google/events/${eventId}/move?account=${agentAccount}`;
    await world.sandbox.send('POST', `${path}&calendar=${personal}&destination=${agentAccount}`);
    await settle();
    expect((await storedTour(world, booking.id)).event).toMatchObject({
      syncStatus: 'synced',
      elsewhere: null,
    });
    const { profileId } = (await storedTour(world, booking.id)).tour!;
    const startsAt = await laterTime();
    const moved = await manager.post(`/api/dashboard/tours/${booking.id}/reschedule`, {
      startsAt,
      agentId: profileId,
    });
    expect(moved.status).toBe(200);
    await settle();
    const { event } = await storedTour(world, booking.id);
    expect(event).toMatchObject({
      providerEventId: eventId,
      agreed: { startsAt: Date.parse(startsAt) },
    });
    expect(await places(booking.id)).toEqual({ ...nowhere, main: 1 });
  });
});

describe('a calendar that was deleted after its agent had moved a tour’s event out of it [S1]', () => {
  const front = async () => (await connectionOf(world, agentAccount, agentAccount)).id;
  /** Front's main calendar is deleted, or found again. */
  const loseMain = async (status: number) => {
    const its = { summary: 'Personal', timeZone: 'America/Chicago', accessRole: 'owner' };
    await world.sandbox.fault({
      match: { method: 'GET', path: '/calendarList' },
      times: 0,
      then: { body: { items: [{ ...its, id: personal }] } },
    });
    await world.sandbox.fault({
      match: { path: `/calendars/(${agentAccount}|${encodeURIComponent(agentAccount)})/` },
      times: 0,
      then: { status, reason: status === 404 ? 'notFound' : 'forbidden' },
    });
    await checkHealth(world.unit, await front());
    await settle();
    await settle();
  };
  afterEach(async () => {
    await world.sandbox.send('DELETE', '/_control/faults');
    await checkHealth(world.unit, await front());
    await settle();
  });

  it.each([
    ['heard of before', true, 404],
    ['not heard of', false, 404],
    ['not heard of, and which refuses us', false, 403],
  ])('into one that is not connected, %s: no other is written', async (_, isHeardOf, status) => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    if (isHeardOf) await settle();
    await loseMain(status);
    expect(await places(booking.id)).toEqual({ ...nowhere, personal: 1 });
    expect(await words(booking.id)).toContain('“Personal”, which is not connected');
    // The team moves the tour: the event goes along.
    await reassign(booking.id);
    await settle();
    await end(booking.id, { ...nowhere, ben: 1 });
  });

  it('into another connected one: the tour follows', async () => {
    const { booking, eventId } = await written();
    const [there] = (await world.sandbox.events(agentAccount)).filter(({ id }) => id === eventId);
    const { summary, start, end, extendedProperties } = there!;
    const copied = { summary, start, end, extendedProperties } as calendar_v3.Schema$Event;
    await world.sandbox.addEvent({ ...copied, id: eventId }, home);
    await loseMain(404);
    expect((await places(booking.id)).home).toBe(1);
    const { event, history } = await storedTour(world, booking.id);
    const its = (await calendars()).find(({ id }) => id === event!.agentCalendarId);
    expect([its?.calendarId, event!.syncStatus]).toEqual([home, 'synced']);
    expect(history.map(({ action }) => action)).toContain('calendar_changed');
  });

  it('is back: a tour that was cancelled meanwhile has no event there', async () => {
    const { booking } = await written();
    await world.sandbox.fault({
      match: { path: `/calendars/(${agentAccount}|${encodeURIComponent(agentAccount)})/` },
      times: 0,
      then: { status: 404, reason: 'notFound' },
    });
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await idle();
    await loseMain(404);
    expect(await places(booking.id)).toEqual({ ...nowhere, main: 1 });
    await world.sandbox.send('DELETE', '/_control/faults');
    await checkHealth(world.unit, await front());
    await isRemoved(booking.id);
  });

  it('is nowhere: it is written into another calendar', async () => {
    const { booking } = await written();
    await loseMain(404);
    expect((await places(booking.id)).home).toBe(1);
    expect((await storedTour(world, booking.id)).event).toMatchObject({ syncStatus: 'synced' });
  });
});

describe('disconnecting and connecting the account again leaves one event [C5]', () => {
  const disconnected = async () => {
    const booking = await misplaced();
    await disconnect(world.unit, (await connectionOf(world, agentAccount, home)).id);
    await disconnect(world.unit, (await connectionOf(world, agentAccount, agentAccount)).id);
    await idle();
    return booking;
  };
  const connected = async () => {
    await world.connect();
    await world.connect(home, agentAccount);
    await synced(world);
    await settle();
    await settle();
  };

  it('in the calendar that is not connected, where its agent has put it', async () => {
    const { id } = await disconnected();
    await connected();
    expect(await places(id)).toEqual({ ...nowhere, personal: 1 });
    expect(await words(id)).toContain('“Personal”, which is not connected');
  });

  it('or in the tour’s calendar, if it was deleted there meanwhile', async () => {
    const { id } = await disconnected();
    const eventId = (await storedTour(world, id)).event!.providerEventId!;
    const path = `/_control/google/events/${eventId}?account=${agentAccount}&calendar=${personal}`;
    await world.sandbox.send('DELETE', path);
    await connected();
    const { tour, event } = await storedTour(world, id);
    expect([tour?.status, event?.syncStatus]).toEqual(['confirmed', 'synced']);
    expect(await places(id)).toEqual({ ...nowhere, main: 1 });
  });

  it('at the new time, if its prospect has moved it meanwhile', async () => {
    const startsAt = await laterTime();
    const booking = await disconnected();
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    await connected();
    await eventually(async () => {
      const { main, ben, ...others } = await places(booking.id);
      expect([main + ben, others]).toEqual([1, { personal: 0, home: 0 }]);
    });
  });

  it('or none, if its prospect has cancelled it meanwhile', async () => {
    const booking = await disconnected();
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await connected();
    await end(booking.id, nowhere);
  });
});

describe('a colleague who has an appointment at the time of a tour is busy then [B1]', () => {
  const meeting = async (startsAt: string) => {
    const [start, end] = [{ dateTime: startsAt }, { dateTime: at(startsAt, 30) }];
    await world.sandbox.addEvent({ summary: 'Dentist', start, end }, ben);
    await settle();
  };
  const give = async (tourId: string, force?: true) => {
    const to = { agentId: (await profileOf(world, ben)).id, ...(force && { force }) };
    return (await manager.post(`/api/dashboard/tours/${tourId}/reassign`, to)).status;
  };

  it('although the tour’s event stands in their calendar, too: a tour that is forced on them is marked', async () => {
    const booking = await atBens();
    await meeting(booking.startsAt);
    expect(await give(booking.id, true)).toBe(200);
    expect((await storedTour(world, booking.id)).tour).toMatchObject({ conflictAccepted: true });
  });

  it('but the tour’s event alone makes them not busy: the tour is not marked', async () => {
    const booking = await atBens();
    expect(await give(booking.id, true)).toBe(200);
    expect((await storedTour(world, booking.id)).tour).toMatchObject({ conflictAccepted: false });
  });

  it.each([
    ['stands in their calendar, too', atBens],
    ['stands in its own calendar', async () => (await written()).booking],
  ])('also while their calendar does not answer, if the tour’s event %s', async (_, tour) => {
    const booking = await tour();
    await meeting(booking.startsAt);
    await refuse(ben, 503);
    expect(await give(booking.id)).toBe(409);
  });
});

describe('an event is not gone from the calendar where it was found [S1]', () => {
  const stands = async (tourId: string, where: object) => {
    expect(await places(tourId)).toEqual({ ...nowhere, ...where });
    expect((await storedTour(world, tourId)).tour?.status).toBe('confirmed');
  };
  const listed = (...more: object[]) =>
    world.sandbox.fault({
      match: { method: 'GET', path: '/calendarList' },
      times: 0,
      then: {
        body: {
          items: [
            {
              id: agentAccount,
              summary: 'Main',
              timeZone: 'UTC',
              accessRole: 'owner',
              primary: true,
            },
            ...more,
          ],
        },
      },
    });

  it.each([403, 404] as const)('that nobody connected and that answers %d', async (status) => {
    const { id } = await misplaced();
    await refuse(personal, status);
    await settle();
    await stands(id, { personal: 1 });
    expect(await words(id)).toBe(
      `Its event was put into the calendar “Personal”, into which we cannot look now. Please let ${agentAccount} see it again, or put the event back.`,
    );
  });

  it('that its owner has taken off the list, until it is deleted there', async () => {
    const { booking, eventId } = await written();
    await movedTo(personal, eventId);
    await settle();
    await listed();
    await settle();
    await stands(booking.id, { personal: 1 });
    expect(await words(booking.id)).toContain('“Personal”, which is not connected');
    const path = `/_control/google/events/${eventId}?account=${agentAccount}&calendar=${personal}`;
    await world.sandbox.send('DELETE', path);
    await settle();
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
  });

  it('that may only be read now', async () => {
    const { id } = await misplaced();
    await listed({ id: personal, summary: 'Personal', timeZone: 'UTC', accessRole: 'reader' });
    await settle();
    await stands(id, { personal: 1 });
    expect(await words(id)).toContain('not connected with the right to change events');
  });

  it.each([403, 404] as const)('of a colleague that answers %d', async (status) => {
    const { booking, eventId } = await written();
    await movedToAccount(ben, eventId);
    await settle();
    expect(await words(booking.id)).toContain('which is another agent’s');
    await refuse(ben, status);
    await settle();
    await stands(booking.id, { ben: 1 });
    expect(await words(booking.id)).toContain(`Please let ${ben} see it again`);
  });
});

it('moves with the tour although a server of the previous version has left an old place in its row', async () => {
  const { booking, eventId } = await written();
  const old = { agentCalendarId: (await mainCalendar()).id, calendarId: 'old', summary: 'Old' };
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(tourEvents).set({ elsewhere: old }).where(eq(tourEvents.tourId, booking.id)),
  );
  const agentId = (await profileOf(world, agentAccount)).id;
  const startsAt = await laterTime();
  const path = `/api/dashboard/tours/${booking.id}/reschedule`;
  expect((await manager.post(path, { startsAt, agentId })).status).toBe(200);
  await settle();
  const { event } = await storedTour(world, booking.id);
  expect(event).toMatchObject({ providerEventId: eventId, elsewhere: null });
  // Another agent's tour has another event, and only the one in the old calendar is removed.
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(tourEvents).set({ elsewhere: old }).where(eq(tourEvents.tourId, booking.id)),
  );
  await reassign(booking.id);
  const ofTour = (await removals()).filter(({ tourId }) => tourId === booking.id);
  expect(ofTour).toMatchObject([{ elsewhere: null }]);
  await settle();
  expect(await places(booking.id)).toEqual({ ...nowhere, ben: 1 });
});

it('believes that an event was deleted although a colleague’s account asks to wait', async () => {
  const { booking, eventId } = await written();
  await refuse(ben, 429);
  await world.sandbox.send('DELETE', `/_control/google/events/${eventId}?account=${agentAccount}`);
  await syncCalendar(world.unit, (await mainCalendar()).id);
  await eventually(async () =>
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled'),
  );
});

it('does not believe that an event is gone from a colleague’s calendar whose account was disconnected', async () => {
  const { booking, eventId } = await written();
  await movedToAccount(ben, eventId);
  await settle();
  expect(await words(booking.id)).toContain('which is another agent’s');
  await disconnect(world.unit, (await connectionOf(world, ben)).id);
  await settle();
  expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
  expect(await words(booking.id)).toContain('Please connect its account again');
  // Only the account of the tour's calendar is left to try when the tour moves.
  const startsAt = await laterTime();
  expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
  await settle();
  const { event } = await storedTour(world, booking.id);
  expect(event).toMatchObject({ syncStatus: 'synced', generation: 1 });
  await eventually(async () =>
    expect((await removals()).filter(({ elsewhere }) => elsewhere)).toMatchObject([
      {
        agentCalendarId: event!.agentCalendarId,
        lastError: expect.stringContaining('404') as string,
        failedAt: expect.any(Number) as number,
      },
    ]),
  );
  // That account will never see Ben's calendar, so the team reads of it now, and not after the tour.
  expect(await notRemoved()).toMatchObject([{ agentName: 'Front', about: `“${ben}”` }]);
});

it('takes a cancelled tour’s event out of a colleague’s calendar although its agent has no calendar any more', async () => {
  await world.connect(ben);
  await synced(world);
  const booking = await atBens();
  await disconnect(world.unit, (await connectionOf(world, agentAccount, home)).id);
  await disconnect(world.unit, (await connectionOf(world, agentAccount, agentAccount)).id);
  await idle();
  expect((await manage(world, booking, '/cancel')).status).toBe(200);
  await isRemoved(booking.id);
});
