import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TeamTourAnswer, TourPage } from '@luma-leasing/types/dashboard';
import { syncAll } from '../../../../test/appointments.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import {
  bookedTour,
  freeSlots,
  freeTime,
  manage,
  someone,
  messagesTo,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { createApp } from '../../../app.ts';

let world: World;
let manager: Browser;
beforeAll(async () => {
  const settings = { INVITATIONS_PER_PROPERTY: '4', INVITATIONS_PER_VISITOR: '2' };
  world = await createWorld({
    settings,
    config: { horizonDays: 60 },
    keys: ['pk_live', 'pk_second'],
  });
  await world.connect();
  manager = await signIn(world, { role: 'manager' });
});
afterAll(() => world.stop());

const from = (address: string) => ({ 'X-Forwarded-For': address });
/** A person whom the calendar invited once, and who has no tour to come. */
async function knownPerson() {
  const who = someone();
  const booking = await bookedTour(world, who);
  expect(await invited(booking)).toBe(true);
  await manage(world, booking, '/cancel');
  return who;
}
const bookFrom = async (address: string, input: Record<string, unknown> = {}) =>
  world.book({ startsAt: await freeTime(world), ...someone(), ...input }, from(address));
const guestsOf = async (tourId: string) =>
  ((await writtenEvent(world, tourId)).attendees ?? []).map((one) => one.email);
const moved = (tourId: string, startsAt: string) =>
  eventually(async () =>
    expect(Date.parse((await writtenEvent(world, tourId)).start!.dateTime!)).toBe(
      Date.parse(startsAt),
    ),
  );
const invited = async (booking: { id: string }) => (await guestsOf(booking.id)).length > 0;

describe('invitations to addresses that a visitor typed', () => {
  it('go to a limited number of new addresses an hour; the other tours are booked, and the team is told', async () => {
    const booked = [];
    const specialRequests = 'hi\nMeeting: evil';
    for (let n = 0; n < 5; n++) booked.push(await bookedTour(world, { specialRequests }));
    expect(await Promise.all(booked.map(invited))).toEqual([true, true, true, true, false]);
    const event = await writtenEvent(world, booked[4]!.id);
    // No line that a prospect typed stands before one of ours.
    expect(event.description).toMatch(/\nNot invited: many .*\nRequests: hi\nMeeting: evil$/);
    const page = await manager.get(`/api/dashboard/tours/${booked[4]!.id}`);
    expect(((await page.json()) as TourPage).tour).toMatchObject({ invited: false });
  });

  it('are not counted for people who were known before or whom the team booked', async () => {
    const first = await bookedTour(world, { email: 'withheld@example.org' });
    expect(await invited(first)).toBe(false);
    const called = { firstName: 'Cal', lastName: 'Led', email: 'called@example.org' };
    const answer = await manager.post('/api/dashboard/tours', {
      property: 'maple-court',
      startsAt: await freeTime(world),
      ...called,
    });
    const { tour } = (await answer.json()) as TeamTourAnswer;
    expect([tour.invited, await guestsOf(tour.id)]).toEqual([true, [called.email]]);
    await manager.post(`/api/dashboard/tours/${tour.id}/cancel`);
    expect(await invited(await bookedTour(world, { email: called.email }))).toBe(true);
    // A person whom the calendar never invited still counts as new.
    await manage(world, first, '/cancel');
    expect(await invited(await bookedTour(world, { email: 'withheld@example.org' }))).toBe(false);
  });

  it('are still withheld when the tour is moved', async () => {
    const tour = await bookedTour(world);
    expect((await writtenEvent(world, tour.id)).attendees).toBeUndefined();
    const startsAt = await freeTime(world, 3);
    expect((await manage(world, tour, '/reschedule', { startsAt })).status).toBe(200);
    await moved(tour.id, startsAt);
    expect(await guestsOf(tour.id)).toEqual([]);
  });

  it('are sent as to any guest, once somebody of the team has added the prospect to the event', async () => {
    const email = 'added@example.org';
    const tour = await bookedTour(world, { email });
    const { id } = await writtenEvent(world, tour.id);
    const event = `/_control/google/events/${id}?account=${agentAccount}`;
    await world.sandbox.send('PATCH', event, { attendees: [{ email }] });
    await syncAll(world);
    await eventually(async () => {
      const { description, attendees } = await writtenEvent(world, tour.id);
      expect(description).not.toContain('Not invited');
      expect(attendees?.map((one) => one.email)).toEqual([email]);
    });
    const { tour: stored, history } = await storedTour(world, tour.id);
    expect(stored?.invitation).toBe('known');
    expect(history.map(({ action }) => action)).toEqual(['booked', 'guest_invited']);
    const page = await manager.get(`/api/dashboard/tours/${tour.id}`);
    expect(((await page.json()) as TourPage).tour).toMatchObject({ invited: true });
    const startsAt = await freeTime(world, 3);
    expect((await manage(world, tour, '/reschedule', { startsAt })).status).toBe(200);
    await moved(tour.id, startsAt);
    expect(await guestsOf(tour.id)).toEqual([email]);
  });

  it('are possible again an hour later', async () => {
    await world.pass(61 * 60_000);
    expect(await invited(await bookedTour(world))).toBe(true);
  });

  it('are fewer for one visitor: a refused booking does not count, a cancelled one does', async () => {
    await world.pass(61 * 60_000);
    const visitor = '198.51.100.20';
    const startsAt = '2026-01-27T15:10:00Z';
    for (let n = 0; n < 3; n++)
      expect((await bookFrom(visitor, { startsAt })).error.code).toBe('SLOT_NOT_OFFERED');
    const booked = [];
    for (let n = 0; n < 3; n++) {
      const { booking } = await bookFrom(visitor);
      booked.push(booking);
      if (n < 2) expect(await invited(booking)).toBe(true);
      await manage(world, booking, '/cancel');
    }
    const { tour } = await storedTour(world, booked[2]!.id);
    expect(tour?.invitation).toBe('withheld');
    expect(await invited((await bookFrom('198.51.100.21')).booking)).toBe(true);
  });

  it('are not used up by bookings of people whom the calendar invited before', async () => {
    await world.pass(61 * 60_000);
    const visitor = '198.51.100.22';
    const { email } = await knownPerson();
    for (let n = 0; n < 3; n++) {
      const { booking } = await bookFrom(visitor, { email });
      expect((await storedTour(world, booking.id)).tour?.invitation).toBe('known');
      await manage(world, booking, '/cancel');
    }
    expect(await invited((await bookFrom(visitor)).booking)).toBe(true);
  });

  it('end once the bookings of the same moment are counted', async () => {
    await world.pass(61 * 60_000);
    const slots = await freeSlots(world);
    const [day] = slots.map((slot) => slot.startsAt.slice(0, 10));
    const apart = slots.filter((slot, n) => slot.startsAt.slice(0, 10) !== day && n % 4 === 0);
    const answers = await Promise.all(
      apart.slice(0, 6).map(({ startsAt }) => world.book({ startsAt, ...someone() })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await invited(await bookedTour(world))).toBe(false);
  });
});

describe('asking whether an address has a tour [B5]', () => {
  it('tells nothing and mails nothing, if the time is somebody else’s', async () => {
    const [one, other] = [await bookedTour(world), someone()];
    await bookedTour(world, other);
    const refused = await world.book({ startsAt: one.startsAt, ...other });
    expect(refused.error.code).toBe('SLOT_TAKEN');
    expect(await messagesTo(world, other.email)).toEqual([]);
  });

  it('does not stop people who book at once from one network: six strangers are booked', async () => {
    const slots = (await freeSlots(world)).filter((_slot, n) => n % 6 === 0);
    const visitor = from('198.51.100.29');
    const answers = await Promise.all(
      slots.slice(0, 9).map(({ startsAt }) => world.book({ startsAt, ...someone() }, visitor)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 201));
  });

  it('is soon refused to one visitor, who cannot book for a while, on any server and with any key', async () => {
    const known = [someone(), someone()];
    for (const one of known) await bookedTour(world, one);
    const visitor = from('198.51.100.30');
    const once = { ...visitor, 'Idempotency-Key': 'a-booking-of-before' };
    const before = { startsAt: await freeTime(world), ...someone() };
    const booked = await world.book(before, once);
    expect(booked.status).toBe(201);
    const asked = { startsAt: await freeTime(world), ...known[0]! };
    const asking = { ...visitor, 'Idempotency-Key': 'one-question-only' };
    // Requests with one idempotency key count as one answer.
    for (let n = 0; n < 6; n++)
      expect((await world.book(asked, asking)).error.code).toBe('TOUR_EXISTS');
    const apps = [createApp(world.ctx), createApp(world.ctx)];
    const ask = async (n: number, email = known[n % 2]!.email, key = 'pk_live') => {
      const answer = await apps[n % 2]!.request('/api/lumaleasing/tours', {
        method: 'POST',
        headers: { 'X-API-Key': key, 'Content-Type': 'application/json', ...visitor },
        body: JSON.stringify({ firstName: 'Eve', email, startsAt: await freeTime(world) }),
      });
      return ((await answer.json()) as { error?: { code: string } }).error?.code;
    };
    const codes = await Promise.all(Array.from({ length: 14 }, (_, n) => ask(n)));
    const said = codes.filter((code) => code === 'TOUR_EXISTS').length;
    // One answer was given above. While the last one is counted, three more run at each server.
    expect(said).toBeGreaterThanOrEqual(4);
    expect(said).toBeLessThanOrEqual(3 + 3 * 2);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(14 - said);
    expect(await ask(0)).toBe('RATE_LIMITED');
    // Otherwise a booking that succeeds would be an answer, too.
    expect(await ask(0, someone().email)).toBe('RATE_LIMITED');
    expect(await ask(0, someone().email, 'pk_second')).toBe('RATE_LIMITED');
    expect((await bookFrom('198.51.100.31')).status).toBe(201);
    // A kept answer is given again.
    expect((await world.book(before, once)).booking).toEqual(booked.booking);
    expect((await world.book(asked, asking)).error.code).toBe('TOUR_EXISTS');
  });
});
