import type { TeamTour } from '@luma-leasing/types/dashboard';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { read, signing } from '../../../../test/appointments.ts';
import { profileOf, synced } from '../../../../test/calendars.ts';
import { holdBooking } from '../../../../test/hold-booking.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { freeTime, someone, storedTour } from '../../../../test/tours.ts';
import { prospect } from '../../../../test/visitor.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { tourBookings } from '../../../db/tables/tours.ts';

const tours = '/api/dashboard/tours';
let world: World;
let manager: Browser;
let agentId: string;
let otherId: string;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya Chen', email: agentAccount },
      { name: 'Sam', email: 'sam@example.com' },
    ],
    config: { horizonDays: 30 },
  });
  for (const email of [agentAccount, 'sam@example.com']) await world.connect(email);
  await synced(world);
  manager = await signIn(world, { role: 'manager' });
  agentId = (await profileOf(world, agentAccount)).id;
  otherId = (await profileOf(world, 'sam@example.com')).id;
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

let keys = 0;
const newKey = () => `a-key-of-the-team-${++keys}`;
const ask = (path: string, input: object, key?: string, browser = manager) =>
  read<{ tour: TeamTour }>(
    browser.post(path, input, key === undefined ? {} : { 'Idempotency-Key': key }),
  );
let times = 0;
const caller = async () => ({
  property: 'maple-court',
  ...prospect,
  ...someone(),
  startsAt: await freeTime(world, 7 * ++times),
  agentId,
});
/** Moves a tour to a minute ago. */
const begin = (id: string) => {
  const past = world.clock.now() - 60_000;
  return asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .update(tourBookings)
      .set({ startsAt: past, endsAt: past + 1_000, blockedUntil: past + 1_000 })
      .where(eq(tourBookings.id, id)),
  );
};
const taken = async () => (await ask(tours, await caller())).body.tour.id;
const done = async (id: string) => (await storedTour(world, id)).history.map((one) => one.action);

/** The requests of the team, each with what it leaves in the database: one for each time that it was done. */
const sent: [
  string,
  () => Promise<{ path: string; input: object; other: object; trace: () => Promise<unknown[]> }>,
][] = [
  [
    'a tour by phone',
    async () => {
      const input = await caller();
      return {
        path: tours,
        input,
        other: { ...input, specialRequests: 'A dog' },
        trace: () =>
          asTenant(world.ctx.db, world.scope, (tx) =>
            tx.select().from(tourBookings).where(eq(tourBookings.email, input.email)),
          ),
      };
    },
  ],
  [
    'a tour that a manager insists on',
    async () => {
      const input = { ...(await caller()), force: true };
      return {
        path: tours,
        input,
        other: { ...input, startsAt: '2026-02-01T05:00:00Z' },
        trace: () =>
          asTenant(world.ctx.db, world.scope, (tx) =>
            tx.select().from(tourBookings).where(eq(tourBookings.email, input.email)),
          ),
      };
    },
  ],
  [
    'an appointment',
    async () => {
      const input = { property: 'maple-court', agentId, ...signing, title: newKey() };
      return {
        path: '/api/dashboard/appointments',
        input,
        other: { ...input, title: 'Another' },
        trace: () =>
          asTenant(world.ctx.db, world.scope, (tx) =>
            tx.select().from(mirrorEvents).where(eq(mirrorEvents.title, input.title)),
          ),
      };
    },
  ],
  [
    'a reschedule',
    async () => {
      const id = await taken();
      const input = { startsAt: await freeTime(world, 7 * ++times) };
      const other = { startsAt: await freeTime(world, 7 * times + 3) };
      const trace = async () => (await done(id)).filter((one) => one === 'rescheduled');
      return { path: `${tours}/${id}/reschedule`, input, other, trace };
    },
  ],
  [
    'another agent',
    async () => {
      const id = await taken();
      const other = { agentId, force: true };
      const trace = async () => (await done(id)).filter((one) => one === 'reassigned');
      return { path: `${tours}/${id}/reassign`, input: { agentId: otherId }, other, trace };
    },
  ],
];

describe('a member’s repeated request [B2]', () => {
  it.each(sent)('is answered the same and done once: %s', async (_what, prepare) => {
    const { path, input, other, trace } = await prepare();
    const key = newKey();
    const first = await ask(path, input, key);
    expect(first.status).toBeLessThan(300);
    // The tour's event is written meanwhile.
    await world.pass(2_000);
    const again = await ask(path, input, key);
    // A tour taken by phone is shown in its present state: its event may be written or not yet.
    if (path === tours) again.body.tour.syncStatus = first.body.tour.syncStatus;
    expect(again).toEqual(first);
    expect(await trace()).toHaveLength(1);
    const refused = await ask(path, other, key);
    expect([refused.status, refused.body.error?.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await trace()).toHaveLength(1);
  });

  it('is refused if it is too early, and done later with the same key', async () => {
    const id = await taken();
    const key = newKey();
    expect(await ask(`${tours}/${id}/no-show`, {}, key)).toMatchObject({ status: 409 });
    await begin(id);
    expect(await ask(`${tours}/${id}/no-show`, {}, key)).toMatchObject({ status: 200 });
  });

  it.each(['cancel', 'no-show'])('shows the tour as the first answer did: %s', async (what) => {
    const id = await taken();
    if (what === 'no-show') await begin(id);
    const key = newKey();
    const first = await ask(`${tours}/${id}/${what}`, {}, key);
    expect(first.status).toBe(200);
    await world.pass(2_000);
    expect(await ask(`${tours}/${id}/${what}`, {}, key)).toEqual(first);
    const another = await ask(`${tours}/${await taken()}/${what}`, {}, key);
    expect(another.body.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('does not undo later changes', async () => {
    const id = await taken();
    const path = `${tours}/${id}/reschedule`;
    const [to, on] = [await freeTime(world, 70), await freeTime(world, 80)];
    const key = newKey();
    const first = await ask(path, { startsAt: to }, key);
    expect((await ask(path, { startsAt: on }, newKey())).status).toBe(200);
    expect(await ask(path, { startsAt: to }, key)).toEqual(first);
    expect((await storedTour(world, id)).tour?.startsAt).toBe(Date.parse(on));
  });

  it('must wait while the first one is being answered', async () => {
    const [input, key] = [await caller(), newKey()];
    await holdBooking(world);
    const first = ask(tours, input, key);
    await world.sandbox.struck();
    const early = await ask(tours, input, key);
    expect([early.status, early.body.error?.code]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
    await world.sandbox.release();
    const { status, body } = await first;
    expect(status).toBe(201);
    const again = (await ask(tours, input, key)).body;
    // The tour in its present state: its event may have been written meanwhile.
    again.tour.syncStatus = body.tour.syncStatus;
    expect(again).toEqual(body);
  });

  it('is a new request from another member or to another route', async () => {
    const key = newKey();
    const colleague = await signIn(world, { role: 'manager' });
    const [mine, theirs] = [await caller(), await caller()];
    expect((await ask(tours, mine, key)).status).toBe(201);
    expect((await ask(tours, theirs, key, colleague)).status).toBe(201);
    const appointment = { property: 'maple-court', agentId, ...signing };
    expect((await ask('/api/dashboard/appointments', appointment, key)).status).toBe(201);
  });

  it('is a new request at another property', async () => {
    const { organizationId } = world.scope;
    await world.addProperty({
      slug: 'sister',
      key: 'pk_sister',
      organization: { id: organizationId, name: '' },
      agents: [],
    });
    const owner = await signIn(world, { role: 'owner' });
    const key = newKey();
    expect((await ask(tours, await caller(), key, owner)).status).toBe(201);
    const there = { ...(await caller()), property: 'sister', agentId: undefined, force: true };
    expect((await ask(tours, there, key, owner)).status).toBe(201);
  });
});
