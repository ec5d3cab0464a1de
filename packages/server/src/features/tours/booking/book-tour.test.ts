import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/eventually.ts';
import { atRest } from '../../../../test/jobs.ts';
import { freeTime, messagesTo, someone, storedTour } from '../../../../test/tours.ts';
import { prospect } from '../../../../test/visitor.ts';
import { createWorld, monday, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { leads } from '../../../db/tables/leads.ts';
import { syncTourJob } from '../job-contracts.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ mirror: false });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

describe('booking a tour [B1, B3]', () => {
  it('answers 201 and puts one event into the agent’s calendar', async () => {
    const startsAt = await freeTime(world);
    const { status, booking } = await world.book({ startsAt, specialRequests: 'Two cats' });
    expect(status).toBe(201);
    expect(booking).toMatchObject({
      status: 'confirmed',
      startsAt,
      timezone: 'America/Chicago',
      agentName: 'Maya Chen',
    });
    const ours = await eventually(async () => {
      const found = (await world.sandbox.events()).filter((one) => one.extendedProperties);
      expect(found).toHaveLength(1);
      return found[0]!;
    });
    expect(ours.summary).toBe('Tour - Maple Court');
    expect(ours.location).toContain('1200 Maple Street');
    for (const detail of ['Ana Díaz', prospect.email, '+13125550199', 'Two cats'])
      expect(ours.description).toContain(detail);
    expect(ours.attendees?.[0]?.email).toBe(prospect.email);
    expect(ours.reminders?.overrides?.map((one) => one.minutes)).toEqual([1440, 60]);
    expect(ours.extendedProperties?.private?.['lumaTourId']).toBe(booking.id);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event).toMatchObject({
        syncStatus: 'synced',
        etag: ours.etag,
      }),
    );
  });

  it('does not book a time twice, and names free times nearby', async () => {
    const startsAt = await freeTime(world);
    expect((await world.book({ startsAt, ...someone() })).status).toBe(201);
    const second = await world.book({ startsAt, ...someone() });
    expect(second.status).toBe(409);
    expect(second.error.code).toBe('SLOT_TAKEN');
    expect(second.error.alternatives).toHaveLength(3);
    const { slotsByDate } = await world.availability();
    const free = Object.values(slotsByDate)
      .flat()
      .filter((slot) => slot.available);
    for (const other of second.error.alternatives ?? [])
      expect(free.map((slot) => slot.startsAt)).toContain(other.startsAt);
  });

  it('refuses a time that the calendar shows busy although it was never mirrored', async () => {
    const startsAt = await freeTime(world, 3);
    const end = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
    await world.sandbox.addEvent({ start: { dateTime: startsAt }, end: { dateTime: end } });
    const refused = await world.book({ startsAt, ...someone() });
    expect(refused.error.code).toBe('SLOT_TAKEN');
  });

  it('reads all pages of the calendar’s answer', async () => {
    const startsAt = await freeTime(world, 3);
    const end = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
    const time = { start: { dateTime: startsAt }, end: { dateTime: end } };
    for (const transparency of ['transparent', 'transparent', 'opaque'])
      await world.sandbox.addEvent({ ...time, transparency });
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events$' },
      times: 0,
      then: { pageSize: 1 },
    });
    expect((await world.book({ startsAt, ...someone() })).error?.code).toBe('SLOT_TAKEN');
  });

  it('books as unverified, when the calendar’s pages do not end', async () => {
    const startsAt = await freeTime(world, 7);
    const items: unknown[] = [];
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events$' },
      times: 0,
      then: { body: { timeZone: 'UTC', items, nextPageToken: 'and so on' } },
    });
    const { status, booking } = await world.book({ startsAt, ...someone() });
    expect(status).toBe(201);
    expect((await storedTour(world, booking.id)).tour?.unverified).toBe(true);
  });

  it('books as unverified, when the calendar cannot be asked', async () => {
    const startsAt = await freeTime(world, 5);
    // The job that writes the tour asks for the list, too.
    await atRest(world, syncTourJob);
    await world.sandbox.fault({
      match: { method: 'GET', path: '/events$' },
      times: 1,
      then: { status: 503, reason: 'backendError' },
    });
    const { status, booking } = await world.book({ startsAt, ...someone() });
    expect(status).toBe(201);
    expect((await storedTour(world, booking.id)).tour?.unverified).toBe(true);
  });

  it.each([
    ['off the grid', '2026-01-27T15:10:00Z', 'SLOT_NOT_OFFERED'],
    ['before opening', '2026-01-27T14:00:00Z', 'SLOT_NOT_OFFERED'],
    ['on a Sunday', '2026-02-01T16:00:00Z', 'SLOT_NOT_OFFERED'],
    ['in the past', '2026-01-23T16:00:00Z', 'SLOT_NOT_OFFERED'],
    ['inside the notice', '2026-01-26T13:30:00Z', 'SLOT_NOT_OFFERED'],
    ['past the horizon', '2026-03-26T15:00:00Z', 'SLOT_NOT_OFFERED'],
    ['of the last day there is', '9999-12-31T23:59:59-23:59', 'SLOT_NOT_OFFERED'],
    ['of the first day there is', '0000-01-01T00:00:00Z', 'SLOT_NOT_OFFERED'],
    ['no time at all', 'tomorrow', 'INVALID_REQUEST'],
    ['a day that does not exist', '2026-02-30T15:00:00Z', 'INVALID_REQUEST'],
  ])('refuses a time %s', async (_what, startsAt, code) => {
    const refused = await world.book({ startsAt, ...someone() });
    expect(refused.status).toBe(422);
    expect(refused.error.code).toBe(code);
  });

  it('writes its history in the same transaction', async () => {
    const { booking } = await world.book({ startsAt: await freeTime(world), ...someone() });
    const { history } = await storedTour(world, booking.id);
    expect(history).toMatchObject([
      { action: 'booked', actor: 'prospect', via: 'widget', at: monday },
    ]);
  });
});

const allLeads = () =>
  asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(leads).orderBy(leads.id));

describe('one tour a person [B5]', () => {
  it('sends the link to the tour they have, and tells nothing more about it', async () => {
    const me = { email: 'Twice@Example.org' };
    const first = await world.book({ startsAt: await freeTime(world), ...me, phone: undefined });
    const second = await world.book({
      startsAt: await freeTime(world),
      email: 'twice@example.org',
      phone: undefined,
    });
    expect(second.status).toBe(409);
    expect(second.error).toEqual(
      expect.objectContaining({ code: 'TOUR_EXISTS', message: expect.any(String) as string }),
    );
    expect(Object.keys(second.error).toSorted()).toEqual(['code', 'message', 'requestId']);
    await eventually(() => {
      const mail = world.mails.find((one) => one.to === 'twice@example.org');
      expect(mail?.text).toContain(first.booking.manageUrl);
    });
  });

  it('does not tell somebody that their own time was taken', async () => {
    const input = { startsAt: await freeTime(world), ...someone() };
    expect((await world.book(input)).status).toBe(201);
    expect((await world.book(input)).error.code).toBe('TOUR_EXISTS');
    await eventually(() => expect(world.mails.map((one) => one.to)).toContain(input.email));
  });

  it('keeps nothing of a refused booking', async () => {
    const known = { email: 'named@example.org', phone: '+1 312 555 0113' };
    const booked = await world.book({ startsAt: await freeTime(world), ...known });
    expect(booked.status).toBe(201);
    const before = await allLeads();
    const startsAt = await freeTime(world);
    const [firstName, lastName] = ['Mallory', 'Mallet'];
    const mixed = { ...known, phone: '+1 312 555 0114', firstName, lastName };
    const exists = await world.book({ startsAt, ...mixed });
    expect(exists.error.code).toBe('TOUR_EXISTS');
    const taken = { startsAt: booked.booking.startsAt, ...someone(), firstName, lastName };
    expect((await world.book(taken)).error.code).toBe('SLOT_TAKEN');
    expect(await allLeads()).toEqual(before);
  });

  it('tells nothing of a tour to somebody who knows only its phone number', async () => {
    const phone = '+1 312 555 0111';
    const startsAt = await freeTime(world);
    expect((await world.book({ startsAt, email: 'one@example.org', phone })).status).toBe(201);
    const other = { email: 'other@example.org', phone: '(312) 555-0111' };
    const taken = await world.book({ startsAt, ...other });
    expect(taken.error.code).toBe('SLOT_TAKEN');
    expect((await world.book({ startsAt: await freeTime(world), ...other })).status).toBe(201);
    expect(await messagesTo(world, 'one@example.org')).toEqual([]);
  });
});
