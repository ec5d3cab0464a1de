import { eq } from 'drizzle-orm';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest';
import { connectionOf, eventsPath, profileOf, synced, timed } from '../../../../test/calendars.ts';
import { ask } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest } from '../../../../test/jobs.ts';
import { signIn } from '../../../../test/members.ts';
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
import { visitor } from '../../../../test/visitor.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { tourEvents } from '../../../db/tables/tours.ts';
import { removeEventJob } from '../../calendars/queue-removal.ts';
import { syncCalendar } from '../../sync/mirror/sync-calendar.ts';
import { syncTour } from '../../sync/tours/sync-tour.ts';
import { syncTourJob } from '../job-contracts.ts';

const ben = 'ben@example.com';
const carla = 'carla@example.com';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Front', email: agentAccount },
      { name: 'Ben', email: ben },
    ],
    config: { horizonDays: 30 },
  });
  // Ben, and Carla at another property of the same organization, connect the front desk's account.
  await world.addProperty({
    slug: 'elsewhere',
    key: 'pk_elsewhere',
    organization: { id: world.scope.organizationId, name: 'One' },
    agents: [{ name: 'Carla', email: carla }],
  });
  await world.connect();
  await world.connect(agentAccount, ben);
  await world.connect(agentAccount, carla, 'elsewhere');
  await synced(world);
  await world.ctx.changes.start();
});
afterAll(() => world.stop());
beforeEach(() => world.pass());
afterEach(() => world.sandbox.release());

const failingInserts = () =>
  world.sandbox.fault({
    match: { method: 'POST', path: eventsPath },
    times: 1000,
    then: { status: 503 },
  });
/** How many answers about free times were computed, not taken from the kept ones. */
const computed = async () =>
  (await world.ctx.metrics.availability.get()).values.reduce((sum, { value }) => sum + value, 0);
const codesOf = (answers: { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);
/** A visitor of another property. */
const visitorWith = (key: string) =>
  visitor((path, init) => {
    const headers = new Headers(init.headers);
    headers.set('X-API-Key', key);
    return world.app.request(path, { ...init, headers });
  });
const startsOf = (slots: { startsAt: string }[]) => slots.map(({ startsAt }) => startsAt);

/** Lists every connected calendar, so that each mirror has what stands in them. */
const mirrorAll = async (of: World) => {
  for (const { id } of await asTenant(of.ctx.db, of.scope, (tx) =>
    tx.select().from(agentCalendars),
  ))
    await syncCalendar(of.unit, id);
};
const reassign = async (of: World, tourId: string, to: { agentId: string; force?: true }) => {
  const manager = await signIn(of, { role: 'manager' });
  return (await manager.post(`/api/dashboard/tours/${tourId}/reassign`, to)).status;
};

it('gives a tour to a colleague at its time, in the calendar that both use [S1]', async () => {
  const booking = await bookedTour(world);
  await atRest(world, syncTourJob, removeEventJob);
  await mirrorAll(world);
  const owner = (await storedTour(world, booking.id)).tour!.profileId;
  const [front, theOther] = [await profileOf(world, agentAccount), await profileOf(world, ben)];
  const colleague = owner === front.id ? theOther.id : front.id;
  expect(await reassign(world, booking.id, { agentId: colleague })).toBe(200);
  await atRest(world, syncTourJob, removeEventJob);
  const { tour } = await storedTour(world, booking.id);
  expect(tour).toMatchObject({ profileId: colleague, conflictAccepted: false });
  expect(
    (await eventsOf(world, booking.id)).filter((one) => one.status !== 'cancelled'),
  ).toHaveLength(1);
});

describe('agents who share the calendar that receives [B1]', () => {
  it.each([['while events are written'], ['while inserts fail']])(
    'give one tour at a time there, %s',
    async (how) => {
      if (how === 'while inserts fail') await failingInserts();
      const slots = await freeSlots(world);
      // Two hours apart, so that no pair of tours overlaps another.
      const times = [0, 4, 8, 12, 20, 24].map((n) => slots[n]!.startsAt);
      for (const startsAt of times) {
        const answers = await Promise.all([1, 2].map(() => world.book({ startsAt, ...someone() })));
        expect(codesOf(answers)).toEqual([201, 409]);
        const { error } = answers.find(({ status }) => status === 409)!;
        expect(error.code).toBe('SLOT_TAKEN');
        expect(startsOf(error.alternatives!)).not.toContain(startsAt);
      }
      for (const startsAt of times)
        expect(startsOf(await freeSlots(world))).not.toContain(startsAt);
    },
  );

  const there = visitorWith('pk_elsewhere');

  it('are busy at another property at once, although an answer was kept there', async () => {
    await failingInserts();
    const slot = (await freeSlots(there)).at(-1)!;
    const before = await computed();
    expect(startsOf(await freeSlots(there))).toContain(slot.startsAt);
    expect(await computed()).toBe(before);
    await bookedTour(world, { startsAt: slot.startsAt });
    await eventually(async () =>
      expect(startsOf(await freeSlots(there))).not.toContain(slot.startsAt),
    );
  });

  it('do not get two tours, also if two properties book at once', async () => {
    await failingInserts();
    const [here] = await freeSlots(world);
    expect(startsOf(await freeSlots(there))).toContain(here!.startsAt);
    const answers = await Promise.all([
      world.book({ startsAt: here!.startsAt, ...someone() }),
      there.book({ startsAt: here!.startsAt, ...someone() }),
    ]);
    expect(codesOf(answers)).toEqual([201, 409]);
    expect(startsOf(await freeSlots(there))).not.toContain(here!.startsAt);
    expect(startsOf(await freeSlots(world))).not.toContain(here!.startsAt);
  });

  it('do not get a tour moved to the time of a colleague’s', async () => {
    await failingInserts();
    const first = await bookedTour(world);
    const second = await bookedTour(world);
    const moved = await manage(world, second, '/reschedule', { startsAt: first.startsAt });
    expect(moved.status).toBe(409);
    // It may be moved to a time beside its own.
    const free = startsOf(await freeSlots(world)).at(-1)!;
    expect((await manage(world, second, '/reschedule', { startsAt: free })).status).toBe(200);
  });
});

describe('the event of a tour that is given to a colleague hides nothing else of theirs [B1]', () => {
  let both: World;
  let [front, theirs] = ['', ''];
  beforeAll(async () => {
    both = await createWorld({
      agents: [
        { name: 'Front', email: agentAccount },
        { name: 'Ben', email: ben },
      ],
    });
    await both.connect();
    await both.connect(agentAccount, ben);
    await both.connect(ben);
    await synced(both);
    front = (await profileOf(both, agentAccount)).id;
    theirs = (await profileOf(both, ben)).id;
  });
  afterAll(() => both.stop());
  afterEach(() => both.sandbox.send('DELETE', '/_control/faults'));

  let slot = 0;
  const written = async () => {
    const startsAt = await freeTime(both, (slot += 4));
    const booking = await bookedTour(both, { agentId: front, startsAt });
    await writtenEvent(both, booking.id);
    await atRest(both, syncTourJob);
    return booking;
  };
  /** Ben has an appointment at the tour's time in the calendar that he does not share. */
  const withAppointment = async () => {
    const booking = await written();
    const { startsAt, endsAt } = booking;
    await both.sandbox.addEvent({ summary: 'Dentist', ...timed(startsAt, endsAt) }, ben);
    await mirrorAll(both);
    return booking;
  };

  it('a tour that is forced on them is marked', async () => {
    const { id } = await withAppointment();
    expect(await reassign(both, id, { agentId: theirs, force: true })).toBe(200);
    expect((await storedTour(both, id)).tour).toMatchObject({ conflictAccepted: true });
  });

  it('they are not free, also while their calendar does not answer', async () => {
    const { id } = await withAppointment();
    await both.sandbox.fault({
      match: { path: `/calendars/(${ben}|${encodeURIComponent(ben)})/` },
      times: 0,
      then: { status: 503, reason: 'backendError' },
    });
    expect(await reassign(both, id, { agentId: theirs })).toBe(409);
  });

  it.each([
    ['as it is', async () => {}],
    [
      'as a series',
      (_: string, eventId: string) => {
        const recurrence = ['RRULE:FREQ=WEEKLY;COUNT=3'];
        return both.sandbox.send(
          'PATCH',
          `/_control/google/events/${eventId}?account=${agentAccount}`,
          { recurrence },
        );
      },
    ],
    [
      'not linked to the tour yet',
      (tourId: string) =>
        asTenant(both.ctx.db, both.scope, (tx) =>
          tx.update(tourEvents).set({ providerEventId: null }).where(eq(tourEvents.tourId, tourId)),
        ),
    ],
  ])('the event alone, %s, does not make them busy', async (_, change) => {
    const { id } = await written();
    await change(id, (await storedTour(both, id)).event!.providerEventId!);
    await mirrorAll(both);
    expect(await reassign(both, id, { agentId: theirs, force: true })).toBe(200);
    expect((await storedTour(both, id)).tour).toMatchObject({ conflictAccepted: false });
  });
});

it('does not exclude tours of another organization, which must not learn of them [P1]', async () => {
  await world.addProperty({
    slug: 'stranger',
    key: 'pk_stranger',
    agents: [{ name: 'Stranger', email: 'stranger@example.com' }],
  });
  await world.connect(agentAccount, 'stranger@example.com', 'stranger');
  await failingInserts();
  const stranger = visitorWith('pk_stranger');
  const booking = await bookedTour(world);
  const theirs = await stranger.book({ startsAt: booking.startsAt, ...someone() });
  expect(theirs.status).toBe(201);
});

it('keeps and marks two tours that meet in a calendar connected or chosen later [C3]', async () => {
  const fresh = await createWorld({
    agents: [
      { name: 'Front', email: agentAccount },
      { name: 'Ben', email: ben },
    ],
  });
  onTestFinished(() => fresh.stop());
  await fresh.connect(ben);
  await fresh.connect();
  await synced(fresh);
  await fresh.sandbox.fault({
    match: { method: 'POST', path: eventsPath },
    times: 1000,
    then: { status: 503 },
  });
  const [slot] = await freeSlots(fresh);
  const [one, two] = await Promise.all(
    [1, 2].map(() => fresh.book({ startsAt: slot!.startsAt, ...someone() })),
  );
  expect([one!.status, two!.status]).toEqual([201, 201]);
  const tours = async () =>
    Promise.all(
      [one!, two!].map(async ({ booking }) => (await storedTour(fresh, booking.id)).tour!),
    );
  expect(new Set((await tours()).map(({ receiver }) => receiver)).size).toBe(2);
  await fresh.sandbox.release();

  // Ben disconnects his own account, and the front desk's takes its place.
  const owner = await signIn(fresh, { role: 'owner' });
  expect((await fresh.connect(agentAccount, ben)).status).toBe(200);
  const { id: connection } = await connectionOf(fresh, ben, ben);
  expect((await ask(owner, 'post', 'disconnect', { connection })).status).toBe(200);
  for (const { booking } of [one!, two!]) await syncTour(fresh.unit, booking.id);
  const [first, second] = await tours();
  expect(first!.receiver).toBe(second!.receiver);
  expect([first!, second!].filter(({ conflictAccepted }) => conflictAccepted)).toHaveLength(1);
  expect([first!.status, second!.status]).toEqual(['confirmed', 'confirmed']);
});
