import type { TeamTour, TourPage, ToursPage } from '@luma-leasing/types/dashboard';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { read, syncAll } from '../../../../test/appointments.ts';
import { profileOf, synced, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { bookedTour, eventsOf, someone, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { prospect } from '../../../../test/visitor.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { messages } from '../../../db/tables/messages.ts';
import { completeToursOf } from '../changing/complete-tours.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];
let world: World;
let manager: Browser;
let mayasBrowser: Browser;
let samsBrowser: Browser;
let owner: Browser;
let stranger: Browser;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya', email: maya },
      { name: 'Sam', email: sam },
    ],
    config: { bufferMinutes: 0 },
  });
  for (const email of [maya, sam]) await world.connect(email);
  await synced(world);
  await world.addProperty({ slug: 'oak-park', key: 'pk_oak' });
  manager = await signIn(world, { role: 'manager' });
  mayasBrowser = await signIn(world, { role: 'agent', email: maya });
  samsBrowser = await signIn(world, { role: 'agent', email: sam });
  owner = await signIn(world, { role: 'owner' });
  stranger = await signIn(world, { role: 'owner', property: 'oak-park' });
  for (const email of [maya, sam]) ids[email] = (await profileOf(world, email)).id;
});
afterAll(() => world.stop());
beforeEach(() => world.pass());

const base = '/api/dashboard/tours';
type Told = { tour: TeamTour };
const page = (browser: Browser, id: string) => read<TourPage>(browser.get(`${base}/${id}`));
const act = (browser: Browser, id: string, what: string, input: object = {}) =>
  read<Told>(browser.post(`${base}/${id}/${what}`, input));
const phone = (browser: Browser, input: Record<string, unknown> = {}) =>
  read<Told>(browser.post(base, { property: 'maple-court', ...prospect, ...someone(), ...input }));
const list = (browser: Browser, query = '') =>
  read<ToursPage>(browser.get(`${base}?property=maple-court${query}`));
const told = (tourId: string) =>
  asTenant(world.ctx.db, world.scope, async (tx) =>
    (await tx.select().from(messages).where(eq(messages.tourId, tourId))).map((one) => one.kind),
  );

let taken = 0;
/** A time that no test has used yet, within the property's hours. */
const nextTime = () => {
  const [day, slot] = [28 + (taken % 3), Math.floor(taken++ / 3)];
  return new Date(Date.parse(`2026-01-${day}T15:00:00Z`) + slot * 1_800_000).toISOString();
};
/** A tour of Maya's that is written into her calendar. */
async function mayasTour() {
  const booking = await bookedTour(world, { startsAt: nextTime(), agentId: ids[maya] });
  const event = await writtenEvent(world, booking.id, maya);
  await world.pass();
  return { ...booking, eventId: event.id! };
}
const refusal = ({ status, body }: Awaited<ReturnType<typeof act>>) => [status, body.error?.code];

describe('a tour, as the team sees it [B6, M3]', () => {
  it('is listed page by page, with filters', async () => {
    for (const agent of [maya, sam, maya])
      await bookedTour(world, { startsAt: nextTime(), agentId: ids[agent] });
    const first = await list(manager, '&limit=2');
    expect(first.body.tours).toHaveLength(2);
    const second = await list(manager, `&limit=2&after=${first.body.next}`);
    const all = (await list(manager)).body;
    expect(all.next).toBeNull();
    const idsOf = (tours: TeamTour[]) => tours.map((one) => one.id);
    expect(idsOf([...first.body.tours, ...second.body.tours])).toEqual(
      idsOf(all.tours).slice(0, 4),
    );
    const newest = (await list(manager, '&order=desc')).body.tours;
    expect(newest.map((one) => one.id)).toEqual(all.tours.map((one) => one.id).toReversed());
    const sams = (await list(manager, `&agentId=${ids[sam]}&status=confirmed`)).body.tours;
    expect(sams.map((one) => one.agent.name)).toEqual(['Sam']);
    const none = await list(manager, '&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
    expect(none.body.tours).toEqual([]);
    expect((await list(manager, '&after=nonsense')).body.error?.code).toBe('INVALID_REQUEST');
  });

  it('has a page with its agent, its event, the guest’s answer and its history', async () => {
    const { id } = await mayasTour();
    const { body } = await page(manager, id);
    expect(body.tour).toMatchObject({
      agent: { id: ids[maya], name: 'Maya' },
      syncStatus: 'synced',
      invite: 'pending',
      conflictAccepted: false,
    });
    expect(body.history).toMatchObject([
      { action: 'booked', actor: 'prospect', actorName: null, via: 'widget' },
    ]);
  });

  it('says who of the team did what, and in which role [B6]', async () => {
    const { id } = await mayasTour();
    await act(mayasBrowser, id, 'reschedule', { startsAt: nextTime() });
    await act(owner, id, 'cancel');
    expect((await page(manager, id)).body.history).toMatchObject([
      { action: 'booked' },
      { action: 'rescheduled', actor: 'agent', actorName: 'Maya', via: 'dashboard' },
      { action: 'cancelled', actor: 'owner', actorName: owner.email, via: 'dashboard' },
    ]);
  });
});

describe('changed by the team [B4]', () => {
  it('is cancelled without a cut-off, the event goes, and the prospect is told once', async () => {
    const { id } = await mayasTour();
    const answer = await act(manager, id, 'cancel');
    expect(answer.body.tour).toMatchObject({ status: 'cancelled', cancelledVia: 'dashboard' });
    expect((await act(manager, id, 'cancel')).status).toBe(200);
    await eventually(async () => expect(await eventsOf(world, id, maya)).toEqual([]));
    await syncAll(world);
    expect(await told(id)).toEqual(['tour_cancelled']);
    expect((await page(manager, id)).body.history.at(-1)).toMatchObject({
      action: 'cancelled',
      actor: 'manager',
      actorName: manager.email,
      via: 'dashboard',
    });
    expect(refusal(await act(manager, id, 'reschedule', { startsAt: nextTime() }))).toEqual([
      409,
      'TOUR_NOT_CHANGEABLE',
    ]);
  });

  it('is moved to what is offered, with its event', async () => {
    const { id, eventId } = await mayasTour();
    const startsAt = nextTime();
    const answer = await act(manager, id, 'reschedule', { startsAt });
    expect(Date.parse(answer.body.tour.startsAt)).toBe(Date.parse(startsAt));
    const event = await writtenEvent(world, id, maya);
    expect([event.id, Date.parse(event.start?.dateTime ?? '')]).toEqual([
      eventId,
      Date.parse(startsAt),
    ]);
    expect(await told(id)).toEqual(['tour_moved']);
  });

  it('is moved to a time with a conflict only by force, and marked then', async () => {
    const { id } = await mayasTour();
    const other = await mayasTour();
    const to = { startsAt: other.startsAt, agentId: ids[maya] };
    expect(refusal(await act(manager, id, 'reschedule', to))).toEqual([409, 'SLOT_TAKEN']);
    const night = { startsAt: '2026-01-29T04:10:00Z' };
    expect(refusal(await act(manager, id, 'reschedule', night))).toEqual([422, 'SLOT_NOT_OFFERED']);
    const forced = await act(manager, id, 'reschedule', { ...to, force: true });
    expect(forced.body.tour).toMatchObject({ conflictAccepted: true, agent: { name: 'Maya' } });
    const past = { startsAt: '2026-01-20T15:00:00Z', force: true };
    expect(refusal(await act(manager, id, 'reschedule', past))).toEqual([422, 'SLOT_NOT_OFFERED']);
    expect((await storedTour(world, id)).history.at(-1)?.details).toMatchObject({ conflict: true });
  });

  it('is given to another agent: one event, in the new one’s calendar', async () => {
    const { id } = await mayasTour();
    const answer = await act(manager, id, 'reassign', { agentId: ids[sam] });
    expect(answer.body.tour).toMatchObject({ agent: { name: 'Sam' }, conflictAccepted: false });
    await writtenEvent(world, id, sam);
    await eventually(async () => expect(await eventsOf(world, id, maya)).toEqual([]));
    await syncAll(world);
    expect(await eventsOf(world, id, sam)).toHaveLength(1);
    expect((await page(manager, id)).body.history.at(-1)).toMatchObject({
      action: 'reassigned',
      actor: 'manager',
      details: { profileId: ids[sam] },
    });
    expect(await told(id)).toEqual(['tour_reassigned']);
    await eventually(() =>
      expect(world.mails.some((mail) => mail.text.includes('Sam will give you your tour'))).toBe(
        true,
      ),
    );
  });

  it('is given to somebody who is busy only by force', async () => {
    const { id, startsAt } = await mayasTour();
    const endsAt = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
    await world.sandbox.addEvent(timed(startsAt, endsAt), sam);
    const to = { agentId: ids[sam] };
    expect(refusal(await act(manager, id, 'reassign', to))).toEqual([409, 'SLOT_TAKEN']);
    await syncAll(world);
    const forced = await act(manager, id, 'reassign', { ...to, force: true });
    expect(forced.body.tour).toMatchObject({ conflictAccepted: true, agent: { name: 'Sam' } });
    const nobody = { agentId: crypto.randomUUID() };
    expect(refusal(await act(manager, id, 'reassign', nobody))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('taken by phone [S10]', () => {
  it('is booked by the rules, with its event, by the team', async () => {
    const { status, body } = await phone(manager, { startsAt: nextTime() });
    expect(status).toBe(201);
    const { id, agent } = body.tour;
    await writtenEvent(world, id, agent.name === 'Maya' ? maya : sam);
    expect((await page(manager, id)).body.history).toMatchObject([
      { action: 'booked', actor: 'manager', via: 'dashboard' },
    ]);
    expect(await told(id)).toEqual([]);
  });

  it('is outside the grid only if a manager forces it, and marked if it conflicts', async () => {
    const startsAt = '2026-01-31T16:10:00Z';
    expect(refusal(await phone(manager, { startsAt }))).toEqual([422, 'SLOT_NOT_OFFERED']);
    const forced = await phone(manager, { startsAt, agentId: ids[maya], force: true });
    expect([forced.status, forced.body.tour.conflictAccepted]).toEqual([201, false]);
    const twice = await phone(manager, { startsAt, agentId: ids[maya], force: true });
    expect([twice.status, twice.body.tour.conflictAccepted]).toEqual([201, true]);
    const third = await phone(manager, { startsAt, force: true });
    expect(third.body.tour).toMatchObject({ agent: { name: 'Sam' }, conflictAccepted: false });
    expect(refusal(await phone(mayasBrowser, { startsAt, force: true }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });

  it('is one for each person, and nobody is mailed a link', async () => {
    const me = someone();
    expect((await phone(manager, { ...me, startsAt: nextTime() })).status).toBe(201);
    const mails = world.mails.length;
    for (const force of [false, true])
      expect(refusal(await phone(manager, { ...me, startsAt: nextTime(), force }))).toEqual([
        409,
        'TOUR_EXISTS',
      ]);
    expect(world.mails.slice(mails).filter((mail) => mail.to === me.email)).toEqual([]);
  });
});

describe('times out of reach', () => {
  it.each(['9999-12-31T23:59:59Z', '9999-12-31T23:59:59-23:59', '2200-01-02T00:00:00Z'])(
    'no force books or moves to %s',
    async (startsAt) => {
      const { id } = await mayasTour();
      const forced = { startsAt, force: true };
      for (const answer of [
        await phone(manager, forced),
        await act(manager, id, 'reschedule', forced),
      ]) {
        expect(refusal(answer)).toEqual([422, 'INVALID_REQUEST']);
        expect(answer.body.error?.issues).toMatchObject([{ path: 'startsAt' }]);
      }
      expect(refusal(await act(manager, id, 'reschedule', { startsAt }))).toEqual([
        422,
        'SLOT_NOT_OFFERED',
      ]);
    },
  );

  it('have no tours', async () => {
    const reach = '&from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59-23:59';
    expect((await list(manager, reach)).body.tours).not.toEqual([]);
    expect((await list(manager, '&from=9999-12-31T23:59:59-23:59')).body.tours).toEqual([]);
  });
});

describe('who may', () => {
  it('an agent acts on their own tours, and gives none away', async () => {
    const { id } = await mayasTour();
    expect((await list(samsBrowser)).body.tours.every((one) => one.agent.name === 'Sam')).toBe(
      true,
    );
    expect((await page(mayasBrowser, id)).status).toBe(200);
    for (const [what, input] of [
      ['cancel', {}],
      ['no-show', {}],
      ['reschedule', { startsAt: nextTime() }],
      ['reassign', { agentId: ids[sam] }],
    ] as const)
      expect(refusal(await act(samsBrowser, id, what, input))).toEqual([404, 'NOT_FOUND']);
    const to = { agentId: ids[sam] };
    expect(refusal(await act(mayasBrowser, id, 'reassign', to))).toEqual([403, 'FORBIDDEN']);
    const moved = await act(mayasBrowser, id, 'reschedule', { startsAt: nextTime() });
    expect(moved.body.tour.agent.name).toBe('Maya');
    const own = await phone(mayasBrowser, { startsAt: nextTime() });
    expect(own.body.tour.agent.name).toBe('Maya');
    expect(refusal(await phone(mayasBrowser, { startsAt: nextTime(), ...to }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });

  it('nobody of another organization', async () => {
    const { id } = await mayasTour();
    for (const one of [id, 'nonsense', crypto.randomUUID()])
      expect((await page(stranger, one)).status).toBe(404);
    expect(refusal(await act(stranger, id, 'cancel'))).toEqual([404, 'NOT_FOUND']);
    expect((await list(stranger)).status).toBe(404);
    expect(refusal(await phone(stranger, { startsAt: nextTime() }))).toEqual([404, 'NOT_FOUND']);
    expect((await storedTour(world, id)).tour?.status).toBe('confirmed');
  });
});

describe('when it is over', () => {
  it('its event says that it was given, or that nobody came', async () => {
    const tour = await mayasTour();
    expect(refusal(await act(manager, tour.id, 'no-show'))).toEqual([409, 'TOUR_NOT_CHANGEABLE']);
    await world.setTime(Date.parse(tour.startsAt) + 2 * 3_600_000);
    await completeToursOf(world.unit);
    expect((await writtenEvent(world, tour.id, maya)).description).toContain(
      'The tour took place.',
    );
    await world.pass();
    const answer = await act(manager, tour.id, 'no-show');
    expect(answer.body.tour.status).toBe('no_show');
    expect((await writtenEvent(world, tour.id, maya)).description).toContain(
      'The tour did not take place.',
    );
    expect((await page(manager, tour.id)).body.history.map((one) => one.action)).toEqual([
      'booked',
      'completed',
      'no_show',
    ]);
    expect(await told(tour.id)).toEqual([]);
  });
});
