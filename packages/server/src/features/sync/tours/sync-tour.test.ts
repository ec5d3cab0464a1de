import type { Booking } from '@luma-leasing/types/tour';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, connectionOf, released } from '../../../../test/calendars.ts';
import { ask } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn } from '../../../../test/members.ts';
import { agentAccount, type Fault } from '../../../../test/sandbox.ts';
import {
  bookedTour,
  eventsOf,
  freeTime,
  manage,
  someone,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  // Every change of a tour gets a time of its own.
  await world.pass();
});

const onInsert = (then: Fault['then'], times = 1): Fault => ({
  match: { method: 'POST', path: '/events$' },
  times,
  then,
});
const onEvent = (method: string, then: Fault['then']): Fault => ({
  match: { method, path: '/events/luma' },
  then,
});

const status = async (id: string) => (await storedTour(world, id)).event?.syncStatus;

/** Waits until the tour's event is gone and no job is about to write one. */
const gone = (id: string) =>
  eventually(async () => {
    expect(await status(id)).toBe('synced');
    expect(await eventsOf(world, id)).toEqual([]);
  });

describe('exactly one event, whatever goes wrong on the way [B3, S1]', () => {
  it.each<[string, Fault]>([
    ['the answer is lost after the event was made', onInsert({ loseAnswer: true })],
    ['the provider says it has the id already', onInsert({ status: 409, reason: 'duplicate' })],
    ['the provider fails for a while', onInsert({ status: 503 }, 2)],
    ['the token is refused once', onInsert({ status: 401 })],
    ['the look before writing fails', onEvent('GET', { status: 500 })],
    [
      'lists of events fail all the time',
      { match: { method: 'GET', path: '/events$' }, times: 0, then: { status: 503 } },
    ],
  ])('when %s', async (_what, fault) => {
    await world.sandbox.fault(fault);
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);
    expect(event.start?.dateTime && Date.parse(event.start.dateTime)).toBe(
      Date.parse(booking.startsAt),
    );
    await world.sandbox.send('DELETE', '/_control/faults');
  });

  it('comes back no sooner than the provider said, after too many calls', async () => {
    await world.sandbox.fault(
      onInsert({ status: 403, reason: 'rateLimitExceeded', retryAfterSeconds: 2 }),
    );
    // The time is taken before the refusal, whose exact time is unknown on a busy machine.
    const began = performance.now();
    const booking = await bookedTour(world);
    await world.sandbox.struck();
    await world.pass(2_000);
    await writtenEvent(world, booking.id);
    expect(performance.now() - began).toBeGreaterThan(1_900);
  });

  it('says why, when the provider refuses for good', async () => {
    await world.sandbox.fault(onInsert({ status: 403, reason: 'forbidden' }));
    const { id } = await bookedTour(world);
    await eventually(async () => expect(await status(id)).toBe('failed'));
    expect((await storedTour(world, id)).event?.lastError).toMatch(
      /^The account may not do this in the calendar/,
    );
    expect((await storedTour(world, id)).tour?.status).toBe('confirmed');
  });

  it('calls the provider within a booking only for the check', async () => {
    const startsAt = await freeTime(world);
    // Without this fault the tour's job would ask for the list, too.
    await world.sandbox.fault({ ...onEvent('GET', { status: 503 }), times: 3 });
    const asked = await askedDuring(world, () => bookedTour(world, { startsAt }));
    expect(
      asked.filter((one) => one.method === 'GET' && one.path.endsWith('/events')),
    ).toHaveLength(1);
  });
});

describe('if the read of an event answers “none”, but the calendar’s list has the event', () => {
  const nobodyReads = () => world.sandbox.fault({ ...onEvent('GET', { status: 404 }), times: 0 });

  it('a tour is written once, though the answer to its first writing was lost', async () => {
    await nobodyReads();
    await world.sandbox.fault(onInsert({ loseAnswer: true }));
    const { id } = await bookedTour(world);
    await writtenEvent(world, id);
  });

  it('a tour that is cancelled while its account is not connected leaves no event behind', async () => {
    const owner = await signIn(world, { role: 'owner' });
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await nobodyReads();
    const { id: connection } = await connectionOf(world, agentAccount);
    expect((await ask(owner, 'post', 'disconnect', { connection })).status).toBe(200);
    await released(world);
    await world.pass();
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    await world.connect();
    await gone(booking.id);
  });
});

describe('a tour that changes while its event is written [S1, S5]', () => {
  it('is moved although somebody edited the event meanwhile', async () => {
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await world.sandbox.fault(onEvent('PATCH', { status: 412, reason: 'conditionNotMet' }));
    await world.pass();
    const startsAt = await freeTime(world, 4);
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    const event = await writtenEvent(world, booking.id);
    expect(Date.parse(event.start?.dateTime ?? '')).toBe(Date.parse(startsAt));
  });

  it('keeps a late writer from putting the old time back', async () => {
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);
    await world.sandbox.fault(onEvent('PATCH', { held: true }));
    await world.pass();
    const [first, second] = [await freeTime(world, 5), await freeTime(world, 9)];
    await manage(world, booking, '/reschedule', { startsAt: first });
    await world.sandbox.struck();
    await world.pass();
    await manage(world, booking, '/reschedule', { startsAt: second });
    await world.sandbox.release();
    await eventually(async () => {
      const [now] = await eventsOf(world, booking.id);
      expect(Date.parse(now?.start?.dateTime ?? '')).toBe(Date.parse(second));
      expect(await status(booking.id)).toBe('synced');
    });
    expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
  });

  it('leaves no event behind when it is cancelled', async () => {
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await world.pass();
    await manage(world, booking, '/cancel');
    await gone(booking.id);
  });

  it('leaves no event behind when it is cancelled while the event is being written', async () => {
    await world.sandbox.fault(onInsert({ held: true }));
    const booking = await bookedTour(world);
    await world.sandbox.struck();
    await world.pass();
    await manage(world, booking, '/cancel');
    await world.sandbox.release();
    await gone(booking.id);
  });

  it('leaves no event behind when it is cancelled and the removal’s answer is lost', async () => {
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
    await world.sandbox.fault(onEvent('DELETE', { loseAnswer: true }));
    await world.pass();
    await manage(world, booking, '/cancel');
    await gone(booking.id);
  });
});

describe('the other guests of an event', () => {
  const guest = 'flatmate@example.org';
  const moved = async (booking: Booking) => {
    await world.pass();
    const startsAt = await freeTime(world, 4);
    expect((await manage(world, booking, '/reschedule', { startsAt })).status).toBe(200);
    const event = await writtenEvent(world, booking.id);
    expect(Date.parse(event.start?.dateTime ?? '')).toBe(Date.parse(startsAt));
    return event.attendees?.map((one) => [one.email, one.responseStatus]);
  };
  const change = (id: string, what: string, method: string, body: object) =>
    world.sandbox.send(
      method,
      `/_control/google/events/${id}${what}?account=${agentAccount}`,
      body,
    );

  it('stay when the tour moves, and so does the prospect’s answer', async () => {
    const { email } = someone();
    const booking = await bookedTour(world, { email });
    const { id } = await writtenEvent(world, booking.id);
    await change(id!, '', 'PATCH', { attendees: [{ email }, { email: guest, comment: 'hello' }] });
    await change(id!, '/respond', 'POST', { email, response: 'accepted' });
    expect(await moved(booking)).toEqual([
      [email, 'accepted'],
      [guest, 'needsAction'],
    ]);
  });

  it('stay when the agent takes the prospect off the guests, which is the agent’s decision', async () => {
    const { email } = someone();
    const booking = await bookedTour(world, { email });
    const { id } = await writtenEvent(world, booking.id);
    await change(id!, '', 'PATCH', { attendees: [{ email: guest }] });
    await change(id!, '/respond', 'POST', { email: guest, response: 'tentative' });
    expect(await moved(booking)).toEqual([[guest, 'tentative']]);
  });
});

describe('a grant that is gone [C1, C6]', () => {
  it('keeps the tour waiting, and writes it on the day the calendar comes back', async () => {
    const kept = await bookedTour(world);
    const dropped = await bookedTour(world);
    await writtenEvent(world, kept.id);
    await writtenEvent(world, dropped.id);
    await world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
    await world.pass();
    const booking = await bookedTour(world, { startsAt: kept.startsAt }).catch(() => undefined);
    expect(booking).toBeUndefined();
    await manage(world, dropped, '/cancel');
    await eventually(async () =>
      expect((await connectionOf(world, agentAccount)).tokenStatus).toBe('revoked'),
    );
    await eventually(async () =>
      expect((await storedTour(world, dropped.id)).event?.lastError).toMatch(/has ended/),
    );
    expect(await status(dropped.id)).toBe('pending');
    expect((await world.availability()).error.code).toBe('CALENDAR_AUTH_EXPIRED');

    await world.pass();
    expect((await world.connect()).status).toBe(200);
    await gone(dropped.id);
    expect(await eventsOf(world, kept.id)).toHaveLength(1);
    expect((await world.availability()).source).toMatch(/live|synced/);
  });
});
