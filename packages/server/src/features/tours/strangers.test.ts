import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffTourAnswer, TourPage } from '@luma-leasing/types/dashboard';
import { signIn, type Browser } from '../../../test/members.ts';
import {
  bookedTour,
  freeTime,
  manage,
  someone,
  storedTour,
  writtenEvent,
} from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { createApp } from '../../app.ts';

let world: World;
let manager: Browser;
beforeAll(async () => {
  const settings = { INVITATIONS_PER_PROPERTY: '4', INVITATIONS_PER_VISITOR: '2' };
  world = await createWorld({ settings, config: { horizonDays: 60 } });
  await world.connect();
  manager = await signIn(world, { role: 'manager' });
});
afterAll(() => world.stop());

const later = (minutes: number) => world.setTime(world.clock.now() + minutes * 60_000);
const from = (address: string) => ({ 'X-Forwarded-For': address });
const bookFrom = async (address: string, input: Record<string, unknown> = {}) =>
  world.book({ startsAt: await freeTime(world), ...someone(), ...input }, from(address));
const guestsOf = async (tourId: string) =>
  ((await writtenEvent(world, tourId)).attendees ?? []).map((one) => one.email);
const invited = async (booking: { id: string }) => (await guestsOf(booking.id)).length > 0;

describe('whom the agent’s calendar writes to because a visitor typed their address', () => {
  it('are so many new ones an hour and property; the rest are booked, and the team is told', async () => {
    const booked = [];
    for (let n = 0; n < 5; n++) booked.push(await bookedTour(world));
    expect(await Promise.all(booked.map(invited))).toEqual([true, true, true, true, false]);
    const event = await writtenEvent(world, booked[4]!.id);
    expect(event.description).toContain('Not invited: many people who are new here');
    const page = await manager.get(`/api/dashboard/tours/${booked[4]!.id}`);
    expect(((await page.json()) as TourPage).tour).toMatchObject({ invited: false });
  });

  it('are not counted where they are no strangers: known before, or booked by the team', async () => {
    const first = await bookedTour(world, { email: 'withheld@example.org' });
    expect(await invited(first)).toBe(false);
    const called = { firstName: 'Cal', lastName: 'Led', email: 'called@example.org' };
    const answer = await manager.post('/api/dashboard/tours', {
      property: 'maple-court',
      startsAt: await freeTime(world),
      ...called,
    });
    const { tour } = (await answer.json()) as StaffTourAnswer;
    expect([tour.invited, await guestsOf(tour.id)]).toEqual([true, [called.email]]);
    await manager.post(`/api/dashboard/tours/${tour.id}/cancel`);
    expect(await invited(await bookedTour(world, { email: called.email }))).toBe(true);
    // Whom the calendar never wrote to is as new as before.
    await manage(world, first, '/cancel');
    expect(await invited(await bookedTour(world, { email: 'withheld@example.org' }))).toBe(false);
  });

  it('stay without an invitation when their tour is moved, until somebody of the team adds them', async () => {
    const tour = await bookedTour(world);
    const event = await writtenEvent(world, tour.id);
    const startsAt = await freeTime(world, 3);
    expect((await manage(world, tour, '/reschedule', { startsAt })).status).toBe(200);
    expect(await guestsOf(tour.id)).toEqual([]);
    expect((await storedTour(world, tour.id)).history.map(({ action }) => action)).toEqual([
      'booked',
      'rescheduled',
    ]);
    expect(event.attendees).toBeUndefined();
  });

  it('are as many again an hour later', async () => {
    await later(61);
    expect(await invited(await bookedTour(world))).toBe(true);
  });

  it('are fewer for one visitor, who gets nothing back by cancelling, and something by failing', async () => {
    await later(61);
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
});

describe('asking whether an address has a tour [B5]', () => {
  it('is told at no time that somebody else has', async () => {
    const [one, other] = [await bookedTour(world), someone()];
    await bookedTour(world, other);
    const refused = await world.book({ startsAt: one.startsAt, ...other });
    expect(refused.error.code).toBe('SLOT_TAKEN');
    expect(world.mails.map((mail) => mail.to)).not.toContain(other.email);
  });

  it('is soon over for one visitor, who books nothing more for a while; across servers, and logged', async () => {
    const known = someone();
    await bookedTour(world, known);
    const visitor = '198.51.100.30';
    const apps = [createApp(world.ctx), createApp(world.ctx)];
    const ask = async (n: number, email = known.email) => {
      const answer = await apps[n % 2]!.request('/api/lumaleasing/tours', {
        method: 'POST',
        headers: { 'X-API-Key': 'pk_live', 'Content-Type': 'application/json', ...from(visitor) },
        body: JSON.stringify({ firstName: 'Eve', email, startsAt: await freeTime(world) }),
      });
      return ((await answer.json()) as { error?: { code: string } }).error?.code;
    };
    // All at once, or none would be known of the others yet.
    const codes = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(n)));
    const saying = (code: string) => codes.filter((said) => said === code).length;
    expect({ said: saying('TOUR_EXISTS'), limited: saying('RATE_LIMITED') }).toEqual({
      said: 5,
      limited: 3,
    });
    expect(await ask(0)).toBe('RATE_LIMITED');
    // Else a booking that goes through would be an answer, too.
    expect(await ask(0, someone().email)).toBe('RATE_LIMITED');
    expect((await bookFrom('198.51.100.31')).status).toBe(201);
  });
});
