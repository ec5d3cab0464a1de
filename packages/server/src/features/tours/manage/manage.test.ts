import { eq } from 'drizzle-orm';
import ICAL from 'ical.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  bookedTour,
  freeSlots,
  freeTime,
  manage,
  someone,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { contact } from '../../../../test/usual-property.ts';
import { askedDuring, freeBusyPath, mirror, timed } from '../../../../test/calendars.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';
import type { Availability } from '@luma-leasing/types/availability';
import type { ManagedTour } from '@luma-leasing/types/tour';
import type { ErrorBody } from '@luma-leasing/types/errors';

const minute = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const pathOf = ({ manageUrl }: { manageUrl: string }) => new URL(manageUrl).pathname;
const asPage = { Accept: 'text/html,application/xhtml+xml' };
const open = (path: string) => world.request(path, { headers: asPage });
/** The fields of a plain form, as a browser without scripts sends them. */
const submit = (path: string, fields: Record<string, string> = {}) =>
  world.request(path, { method: 'POST', headers: asPage, body: new URLSearchParams(fields) });
const refusal = async (answer: Response) =>
  [answer.status, ((await answer.json()) as ErrorBody).error.code] as const;

describe('looking at a tour [B4]', () => {
  it('answers a program with JSON', async () => {
    const booking = await bookedTour(world);
    const answer = await manage(world, booking);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await answer.json()) as ManagedTour).toMatchObject({
      success: true,
      booking: { id: booking.id, status: 'confirmed', manageUrl: booking.manageUrl },
      property: { name: 'Maple Court', contact },
      firstName: 'Ana',
      changeable: true,
      changeableUntil: instantText(Date.parse(booking.startsAt) - 60 * minute),
      cancelledVia: null,
    });
  });

  it('answers pages of any origin, without credentials, also with errors', async () => {
    const booking = await bookedTour(world);
    const headers = { Origin: 'https://anyone.example' };
    for (const [path, init, status] of [
      ['', { headers }, 200],
      ['', { headers, method: 'OPTIONS' }, 204],
      ['/cancel', { headers, method: 'OPTIONS' }, 204],
      ['/reschedule', { headers, method: 'OPTIONS' }, 204],
      ['x', { headers }, 404],
    ] as const) {
      const answer = await world.app.request(pathOf(booking) + path, init);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.get('access-control-allow-origin')).toBe(headers.Origin);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('shows a person a page that works without scripts', async () => {
    const booking = await bookedTour(world);
    const answer = await open(pathOf(booking));
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await answer.text();
    expect(html).toContain('Your tour is booked');
    expect(html).toContain(`<form method="post" action="${booking.manageUrl}/cancel">`);
    expect(html).not.toContain('<script');
  });

  it('changes nothing, however often mail scanners follow the links', async () => {
    const booking = await bookedTour(world);
    const before = await storedTour(world, booking.id);
    const html = await (await open(pathOf(booking))).text();
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(
      (found) => new URL(found[1]!, 'http://h'),
    );
    for (const { pathname, search } of [
      ...links,
      ...['/cancel', '/reschedule'].map((path) => new URL(booking.manageUrl + path)),
    ])
      for (const method of ['GET', 'HEAD']) await world.request(pathname + search, { method });
    const { tour, history } = await storedTour(world, booking.id);
    expect(tour).toEqual(before.tour);
    expect(history).toEqual(before.history);
  });

  it('leads to a calendar on the web, with the tour filled in', async () => {
    const booking = await bookedTour(world);
    for (const [calendar, host] of [
      ['google', 'calendar.google.com'],
      ['outlook', 'outlook.live.com'],
    ] as const) {
      const answer = await open(`${pathOf(booking)}/${calendar}`);
      expect(answer.status).toBe(302);
      const there = new URL(answer.headers.get('location') ?? '');
      expect(there.host).toBe(host);
      expect([...there.searchParams.values()]).toContain('Tour - Maple Court');
    }
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
    const cancelled = await open(`${pathOf(booking)}/google`);
    expect(new URL(cancelled.headers.get('location') ?? '').pathname).toBe(pathOf(booking));
    expect((await open(`${pathOf(booking)}x/google`)).status).toBe(404);
    expect((await open(`${pathOf(booking)}/other`)).status).toBe(404);
  });

  const ics = async (booking: { icsUrl: string }) => {
    const answer = await world.request(new URL(booking.icsUrl).pathname);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()) as never);
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
    const { uid, sequence, summary } = event;
    const [startsAt, endsAt] = [event.startDate, event.endDate].map((at) =>
      instantText(at.toJSDate().getTime()),
    );
    const status = event.component.getFirstPropertyValue('status');
    return { uid, sequence, summary, startsAt, endsAt, status };
  };

  it('gives a calendar file that is one entry with the invitation, newer with every change [W7]', async () => {
    const booking = await bookedTour(world);
    const first = await ics(booking);
    expect(first).toMatchObject({
      startsAt: booking.startsAt,
      endsAt: booking.endsAt,
      summary: 'Tour - Maple Court',
      status: 'CONFIRMED',
    });
    expect((await writtenEvent(world, booking.id)).iCalUID).toBe(first.uid);
    // All changes happen within one second.
    const files = [first];
    for (const n of [3, 5]) {
      const startsAt = await freeTime(world, n);
      await manage(world, booking, '/reschedule', { startsAt });
      files.push(await ics(booking));
      expect(files.at(-1)!.startsAt).toBe(startsAt);
    }
    await manage(world, booking, '/cancel');
    files.push(await ics(booking));
    expect(files.at(-1)!.status).toBe('CANCELLED');
    expect(files.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
    expect(new Set(files.map(({ uid }) => uid))).toEqual(new Set([first.uid]));
  });

  it('gives a file with a UID of our own while no calendar receives the tour', async () => {
    const booking = await bookedTour(world);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(tourBookings).set({ receiver: null }).where(eq(tourBookings.id, booking.id)),
    );
    expect((await ics(booking)).uid).toBe(`${booking.id}@lumaleasing`);
  });
});

describe('a link that is not ours', () => {
  it.each([
    ['another signature', (token: string) => `${token.slice(0, -4)}AAAA`],
    ['another tour', (token: string) => `AAAAAAAAAAAAAAAAAAAAAA.${token.split('.')[1]}`],
    ['no signature', (token: string) => token.split('.')[0]!],
    ['nonsense', () => '..%2F..%2Fetc'],
    ['far too much', () => 'x'.repeat(4_000)],
  ])('opens nothing: %s', async (_what, forge) => {
    const booking = await bookedTour(world);
    const token = pathOf(booking).split('/').at(-1)!;
    const path = pathOf(booking).replace(token, forge(token));
    for (const answer of [
      await world.request(path),
      await world.request(`${path}/tour.ics`),
      await world.post(`${path}/cancel`, {}),
      await world.post(`${path}/reschedule`, { startsAt: await freeTime(world) }),
    ])
      expect(await refusal(answer)).toEqual([404, 'LINK_INVALID']);
    const page = await open(path);
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('This link is not valid');
    expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
  });
});

describe('cancelling [B4]', () => {
  it('stores who, when and how once, however often it is asked for', async () => {
    const booking = await bookedTour(world);
    for (let again = 0; again < 2; again++) {
      const answer = await manage(world, booking, '/cancel');
      expect(answer.status).toBe(200);
      expect(((await answer.json()) as ManagedTour).booking.status).toBe('cancelled');
    }
    const { tour, history } = await storedTour(world, booking.id);
    expect(tour).toMatchObject({ status: 'cancelled', cancelledVia: 'link' });
    expect(history.map((row) => [row.action, row.actor, row.via])).toEqual([
      ['booked', 'prospect', 'widget'],
      ['cancelled', 'prospect', 'link'],
    ]);
    expect((await freeSlots(world)).map((slot) => slot.startsAt)).toContain(booking.startsAt);
  });

  it('notes the widget as the way, if the widget did it', async () => {
    const booking = await bookedTour(world);
    const startsAt = await freeTime(world, 4);
    await manage(world, booking, '/reschedule', { startsAt, via: 'widget' });
    const answer = await manage(world, booking, '/cancel', { via: 'widget' });
    expect(((await answer.json()) as ManagedTour).cancelledVia).toBe('widget');
    const { history } = await storedTour(world, booking.id);
    expect(history.map((row) => row.via)).toEqual(['widget', 'widget', 'widget']);
    const forged = await manage(world, await bookedTour(world), '/cancel', { via: 'dashboard' });
    expect(await refusal(forged)).toEqual([422, 'INVALID_REQUEST']);
  });

  it('works by a plain form', async () => {
    const booking = await bookedTour(world);
    const answer = await submit(`${pathOf(booking)}/cancel`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Your tour is cancelled');
    expect((await storedTour(world, booking.id)).tour?.status).toBe('cancelled');
  });

  it('ends at the cut-off: from then on the page names whom to call', async () => {
    const booking = await bookedTour(world);
    const cutOff = Date.parse(booking.startsAt) - 60 * minute;
    await world.setTime(cutOff);
    const answer = await manage(world, booking, '/cancel');
    const { error } = (await answer.json()) as ErrorBody;
    expect([answer.status, error.code, error.contact]).toEqual([409, 'CUTOFF_PASSED', contact]);
    expect(((await (await manage(world, booking)).json()) as ManagedTour).changeable).toBe(false);
    expect(await (await open(pathOf(booking))).text()).toContain(contact.phone);
    const page = await submit(`${pathOf(booking)}/cancel`);
    expect(await page.text()).toContain('too close to the tour');
    await world.setTime(cutOff - 1);
    expect((await manage(world, booking, '/cancel')).status).toBe(200);
  });

  it.each(['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59'])(
    'is moved to no time out of reach: %s',
    async (startsAt) => {
      const booking = await bookedTour(world);
      const moved = await manage(world, booking, '/reschedule', { startsAt });
      expect(await refusal(moved)).toEqual([422, 'SLOT_NOT_OFFERED']);
      await manage(world, booking, '/cancel');
    },
  );

  it('cannot be moved afterwards', async () => {
    const booking = await bookedTour(world);
    await manage(world, booking, '/cancel');
    const startsAt = await freeTime(world, 2);
    const moved = await manage(world, booking, '/reschedule', { startsAt });
    expect(await refusal(moved)).toEqual([409, 'TOUR_NOT_CHANGEABLE']);
  });
});

/** The API's answer about the times that the tour could be moved to. */
const timesFor = async <Answer = Availability>(booking: { manageUrl: string }) =>
  (await (await world.request(`${pathOf(booking)}/availability`)).json()) as Answer;
const freeOf = ({ slotsByDate }: Availability) =>
  Object.values(slotsByDate)
    .flat()
    .flatMap(({ available, startsAt }) => (available ? [startsAt] : []));

describe('choosing another time [W8]', () => {
  const timesOn = (page: string) =>
    [...page.matchAll(/name="startsAt"\s+value="([^"]+)"/g)].map((found) => found[1]!);
  const choose = async (path: string) => timesOn(await (await open(`${path}?change=1`)).text());
  const halfAnHour = 30 * minute;

  it.each([
    ['the mirror', true],
    ['the calendar itself, which has its event', false],
  ])('offers the times beside the tour it leaves, and not its own, by %s', async (_, mirrored) => {
    await mirror(world, agentAccount, mirrored ? world.clock.now() : null);
    const free = (await freeSlots(world)).map((slot) => Date.parse(slot.startsAt));
    const at = free.find((time) => [-1, 1].every((n) => free.includes(time + n * halfAnHour)))!;
    const booking = await bookedTour(world, { startsAt: new Date(at).toISOString() });
    await writtenEvent(world, booking.id);
    const asked = await askedDuring(world, async () => {
      const offered = freeOf(await timesFor(booking)).map((time) => Date.parse(time));
      expect(offered).toContain(at - halfAnHour);
      expect(offered).toContain(at + halfAnHour);
      expect(offered).not.toContain(at);
      expect((await choose(pathOf(booking))).map((time) => Date.parse(time))).toEqual(offered);
    });
    expect(asked.some(({ path }) => path.endsWith('/freeBusy'))).toBe(!mirrored);
    const startsAt = new Date(at + halfAnHour).toISOString();
    const moved = await submit(`${pathOf(booking)}/reschedule`, { startsAt });
    expect(await moved.text()).toContain('Your tour has been moved.');
  });

  it('offers the tour’s own day although its cap is reached', async () => {
    await world.addProperty({ slug: 'capped', key: 'pk_capped', config: { dailyCap: 1 } });
    await world.connect('agent2@example.com', agentAccount, 'capped');
    const key = { 'X-API-Key': 'pk_capped' };
    const free = async () => (await world.availability('', key)).availableDates;
    const { availableDates, slotsByDate } = await world.availability('', key);
    const [date] = availableDates;
    const { startsAt } = slotsByDate[date!]!.find((slot) => slot.available)!;
    const { booking } = await world.book({ startsAt, ...someone() }, key);
    expect(await free()).not.toContain(date);
    const offered = await choose(pathOf(booking));
    expect(offered.some((time) => time.slice(0, 10) === date)).toBe(true);
  });

  it('does not take a busy time for the tour’s own event, if a conflict was accepted', async () => {
    const free = await freeSlots(world);
    const { startsAt } = free.find((slot, n) => n > 8 && slot.time >= '12:00')!;
    const booking = await bookedTour(world, { startsAt });
    await writtenEvent(world, booking.id);
    await world.sandbox.addEvent(timed(booking.startsAt, booking.endsAt));
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(tourBookings)
        .set({ conflictAccepted: true })
        .where(eq(tourBookings.id, booking.id)),
    );
    await mirror(world, agentAccount, null);
    const later = instantText(Date.parse(startsAt) + halfAnHour);
    expect(freeOf(await timesFor(booking))).not.toContain(later);
  });

  it.each([
    ['cancelled', 'TOUR_NOT_CHANGEABLE'],
    ['too close', 'CUTOFF_PASSED'],
  ])('offers nothing where it cannot be moved: %s', async (why, code) => {
    const booking = await bookedTour(world);
    if (why === 'cancelled') await manage(world, booking, '/cancel');
    else await world.setTime(Date.parse(booking.startsAt) - 59 * minute);
    expect((await timesFor<ErrorBody>(booking)).error).toMatchObject({ code, contact });
  });

  it('tells a program why it is refused', async () => {
    const booking = await bookedTour(world);
    await mirror(world, agentAccount, null);
    await world.sandbox.fault({ match: { path: freeBusyPath }, times: 0, then: { status: 503 } });
    expect((await timesFor<ErrorBody>(booking)).error).toMatchObject({
      code: 'CALENDAR_UNREACHABLE',
      contact,
    });
    const forged = { manageUrl: `${booking.manageUrl}x` };
    expect((await timesFor<ErrorBody>(forged)).error.code).toBe('LINK_INVALID');
  });

  it('asks for a time if none was chosen', async () => {
    const booking = await bookedTour(world);
    const answer = await submit(`${pathOf(booking)}/reschedule`);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Please choose a time.');
    expect(timesOn(page).length).toBeGreaterThan(0);
  });

  it('offers other times if the chosen one was taken meanwhile', async () => {
    const booking = await bookedTour(world);
    const startsAt = await freeTime(world, 8);
    await bookedTour(world, { startsAt });
    const answer = await submit(`${pathOf(booking)}/reschedule`, { startsAt });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('That time has just been taken.');
    expect(timesOn(page)).not.toContain(startsAt);
    expect(timesOn(page).length).toBeGreaterThan(0);
  });
});
