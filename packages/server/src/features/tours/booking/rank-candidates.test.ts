import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsPath, mirror, profileOf, timed } from '../../../../test/calendars.ts';
import { atRest } from '../../../../test/jobs.ts';
import { manage, someone, storedTour } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asSystem } from '../../../db/scope.ts';
import { lumaleasingConfig } from '../../../db/tables/properties.ts';
import { syncTourJob } from '../job-contracts.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];

let world: World;
beforeAll(async () => {
  world = await createWorld({
    mirror: false,
    agents: [
      { name: 'Maya', email: maya },
      { name: 'Sam', email: sam },
    ],
    config: { tourTypes: [{ id: 'in_person' }, { id: 'video', durationMinutes: 20 }] },
  });
  for (const email of [maya, sam]) await world.connect(email);
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const book = (startsAt: string, input: Record<string, unknown> = {}) =>
  world.book({ startsAt, ...someone(), ...input });
const agentAt = async (startsAt: string, input = {}) =>
  (await book(startsAt, input)).booking.agentName;

describe('who gives the tour [A8]', () => {
  it('is the agent with the fewest tours that day, then the one who has waited longest', async () => {
    const first = await agentAt('2026-01-27T15:00:00Z');
    await world.pass();
    const second = await agentAt('2026-01-27T15:00:00Z');
    expect(new Set([first, second])).toEqual(new Set(['Maya', 'Sam']));
    await world.pass();
    expect(await agentAt('2026-01-27T17:00:00Z')).toBe(first);
    // On another day nobody has a tour yet: the agent whose last tour was given longest ago is chosen.
    expect(await agentAt('2026-01-28T15:00:00Z')).toBe(second);
  });

  it('is the agent whom the prospect knows already', async () => {
    const who = someone();
    const { booking } = await book('2026-01-29T15:00:00Z', who);
    await manage(world, booking, '/cancel');
    await world.pass();
    for (const time of ['17:00', '18:00'])
      await book(`2026-01-29T${time}:00Z`, { agentId: (await profileOf(world, maya)).id });
    await book('2026-01-29T19:00:00Z', { agentId: (await profileOf(world, sam)).id });
    expect(await agentAt('2026-01-29T21:00:00Z', who)).toBe(booking.agentName);
  });

  it('is the agent who was asked for, or nobody', async () => {
    const { id: agentId } = await profileOf(world, sam);
    const startsAt = '2026-01-30T15:00:00Z';
    expect(await agentAt(startsAt, { agentId })).toBe('Sam');
    const second = await book(startsAt, { agentId });
    expect([second.status, second.error.code]).toEqual([409, 'SLOT_TAKEN']);
    expect(await agentAt(startsAt)).toBe('Maya');
    const stranger = await book(startsAt, { agentId: '018f4e2a-0000-7000-8000-000000000000' });
    expect(stranger.status).toBe(409);
  });

  it('is not an agent whose calendar has just become busy', async () => {
    const startsAt = '2026-01-31T15:00:00Z';
    await world.sandbox.addEvent(timed(startsAt, '2026-01-31T15:30:00Z'), maya);
    expect(await agentAt(startsAt)).toBe('Sam');
  });

  it('is an agent whose calendar answers, before one whose calendar does not [B1]', async () => {
    const startsAt = '2026-01-31T17:00:00Z';
    await world.sandbox.fault({
      match: { method: 'GET', path: `${maya}${eventsPath}` },
      times: 0,
      then: { status: 503 },
    });
    const { booking } = await book(startsAt);
    expect(booking.agentName).toBe('Sam');
    const { booking: unsure } = await book(startsAt);
    expect(unsure.agentName).toBe('Maya');
    expect((await storedTour(world, unsure.id)).tour?.unverified).toBe(true);
  });
});

describe('while calendars do not answer [A6, B1]', () => {
  it('all are asked at once: one deadline, however many they are', async () => {
    // The job that writes the tour asks for the list, too.
    await atRest(world, syncTourJob);
    for (const email of [maya, sam])
      await world.sandbox.fault({
        match: { method: 'GET', path: `${email}${eventsPath}` },
        then: { held: true },
      });
    const booked = book('2026-01-31T19:00:00Z');
    // Both calendars were asked before the deadline of either.
    await world.sandbox.struck();
    const { status, booking } = await booked;
    expect(status).toBe(201);
    expect((await storedTour(world, booking.id)).tour?.unverified).toBe(true);
  });
});

describe('a mirror that is no longer fresh [A6]', () => {
  const busy: [string, string] = ['2026-01-31T21:00:00Z', '2026-01-31T21:30:00Z'];
  const old = async (email: string, times: [string, string][]) =>
    mirror(world, email, world.clock.now() - 3 * 3_600_000, times);
  const silence = (email: string) =>
    world.sandbox.fault({
      match: { method: 'GET', path: `${email}${eventsPath}` },
      times: 0,
      then: { status: 503 },
    });
  afterAll(async () => {
    for (const email of [maya, sam]) await mirror(world, email, null);
  });

  it('does not count for agents whose calendar answers that they are free', async () => {
    for (const email of [maya, sam]) await old(email, [busy]);
    const { slotsByDate } = await world.availability('?from=2026-01-31&days=1');
    const offered = slotsByDate['2026-01-31']?.find(({ startsAt }) => startsAt === busy[0]);
    expect(offered?.available).toBe(true);
    const { status, booking } = await book(busy[0]);
    expect(status).toBe(201);
    await manage(world, booking, '/cancel');
  });

  it('decides about agents whose calendar does not answer', async () => {
    await old(maya, [busy]);
    await old(sam, []);
    for (const email of [maya, sam]) await silence(email);
    const { booking } = await book(busy[0]);
    expect(booking.agentName).toBe('Sam');
    expect((await storedTour(world, booking.id)).tour?.unverified).toBe(true);
    expect((await book(busy[0])).error.code).toBe('SLOT_TAKEN');
  });
});

describe('kinds of tours [A3]', () => {
  it('have their own length', async () => {
    const { booking } = await book('2026-02-02T15:00:00Z', { tourType: 'video' });
    expect(booking).toMatchObject({ tourType: 'video', endsAt: '2026-02-02T15:20:00Z' });
    const { tourDuration, slotsByDate } = await world.availability(
      '?from=2026-02-03&days=1&tourType=video',
    );
    expect(tourDuration).toBe(20);
    expect(slotsByDate['2026-02-03']?.slice(0, 3).map((slot) => slot.time)).toEqual([
      '09:00',
      '09:20',
      '09:40',
    ]);
  });

  it('are refused if the property does not offer them', async () => {
    const { status, error } = await book('2026-02-02T17:00:00Z', { tourType: 'self_guided' });
    expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
    expect(error.issues?.[0]?.path).toBe('tourType');
  });
});

describe('caps [A3]', () => {
  const setCap = (dailyCap: number | null) =>
    asSystem(world.ctx.db, (tx) =>
      tx
        .update(lumaleasingConfig)
        .set({ dailyCap })
        .where(eq(lumaleasingConfig.propertyId, world.scope.propertyId)),
    );

  it('close a day for everybody once it is full', async () => {
    await setCap(2);
    const day = '2026-02-04';
    expect((await book(`${day}T15:00:00Z`)).status).toBe(201);
    expect((await book(`${day}T17:00:00Z`)).status).toBe(201);
    expect((await book(`${day}T19:00:00Z`)).error.code).toBe('SLOT_TAKEN');
    expect((await world.availability(`?from=${day}&days=1`)).availableDates).toEqual([]);
    expect((await book('2026-02-05T15:00:00Z')).status).toBe(201);
    await setCap(null);
  });

  it('count the tours of agents who cannot be asked just now', async () => {
    const { id: agentId } = await profileOf(world, maya);
    const day = '2026-02-06';
    await book(`${day}T15:00:00Z`, { agentId });
    await setCap(1);
    await world.sandbox.fault({
      match: {},
      times: 0,
      then: { freebusyErrors: { [maya]: 'internalError' } },
    });
    expect((await world.availability(`?from=${day}&days=1`)).availableDates).toEqual([]);
    await setCap(null);
  });
});
