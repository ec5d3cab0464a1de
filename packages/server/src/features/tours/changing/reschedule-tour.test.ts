import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { profileOf, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { bookedTour, eventsOf, manage, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import type { ErrorBody } from '@luma-leasing/types/errors';
import type { ManagedTour } from '@luma-leasing/types/tour';
import { asTenant } from '../../../db/scope.ts';
import { tourEvents } from '../../../db/tables/tours.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];
const halfHour = 1_800_000;

let world: World;
beforeAll(async () => {
  world = await createWorld({
    mirror: false,
    agents: [
      { name: 'Maya', email: maya },
      { name: 'Sam', email: sam },
    ],
    config: { slotIntervalMinutes: 15, bufferMinutes: 0 },
  });
  for (const email of [maya, sam]) await world.connect(email);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

let days = 0;
/** A day that no other test uses, with a tour of Maya's at ten. */
async function mayasTour() {
  const date = `2026-01-${27 + (days % 4)}`;
  const hour = 15 + 2 * Math.floor(days++ / 4);
  const at = (minutes: number) =>
    new Date(Date.parse(`${date}T${hour}:00:00Z`) + minutes * 60_000).toISOString();
  const { id: agentId } = await profileOf(world, maya);
  return { booking: await bookedTour(world, { startsAt: at(0), agentId }), at };
}

const busy = (account: string, startsAt: string) =>
  world.sandbox.addEvent(
    timed(startsAt, new Date(Date.parse(startsAt) + halfHour).toISOString()),
    account,
  );
const move = async (booking: { manageUrl: string }, startsAt: unknown) => {
  const answer = await manage(world, booking, '/reschedule', { startsAt });
  const body = (await answer.json()) as ManagedTour & Pick<ErrorBody, 'error'>;
  return { status: answer.status, booking: body.booking, error: body.error };
};
const instant = (text: string | null | undefined) => Date.parse(text ?? '');

describe('moving a tour [B4]', () => {
  it('keeps its agent and its event', async () => {
    const { booking, at } = await mayasTour();
    const before = await writtenEvent(world, booking.id, maya);
    const moved = await move(booking, at(60));
    expect(moved.booking).toMatchObject({ id: booking.id, agentName: 'Maya' });
    expect(instant(moved.booking.startsAt)).toBe(instant(at(60)));
    const after = await writtenEvent(world, booking.id, maya);
    expect([after.id, instant(after.start?.dateTime)]).toEqual([before.id, instant(at(60))]);
    const { history } = await storedTour(world, booking.id);
    expect(history.at(-1)).toMatchObject({ action: 'rescheduled', actor: 'prospect', via: 'link' });
  });

  it('may go to a time that overlaps where it was', async () => {
    const { booking, at } = await mayasTour();
    await writtenEvent(world, booking.id, maya);
    const moved = await move(booking, at(15));
    expect([moved.status, moved.booking.agentName]).toEqual([200, 'Maya']);
  });

  it('to its own time is no change', async () => {
    const { booking } = await mayasTour();
    expect((await move(booking, booking.startsAt)).status).toBe(200);
    expect((await storedTour(world, booking.id)).history).toHaveLength(1);
  });

  it('goes to another agent when its own is busy: the event changes calendars', async () => {
    const { booking, at } = await mayasTour();
    await writtenEvent(world, booking.id, maya);
    await busy(maya, at(60));
    expect((await move(booking, at(60))).booking.agentName).toBe('Sam');
    await writtenEvent(world, booking.id, sam);
    await eventually(async () => expect(await eventsOf(world, booking.id, maya)).toEqual([]));
  });

  it('leaves no event behind when that happens before the first one was written', async () => {
    const { at } = await mayasTour();
    const onMaya = { method: 'POST', path: `/calendars/${maya}/events$` };
    await world.sandbox.fault({ match: onMaya, then: { held: true } });
    const { id: agentId } = await profileOf(world, maya);
    const booking = await bookedTour(world, { startsAt: at(30), agentId });
    await world.sandbox.struck();
    await busy(maya, at(90));
    await world.pass();
    expect((await move(booking, at(90))).booking.agentName).toBe('Sam');
    await world.sandbox.release();
    const arrived = async () => {
      const { items } = await world.sandbox.get<{ items: { fault: string | null }[] }>(
        '/_control/requests',
      );
      expect(items.some((one) => one.fault)).toBe(true);
      expect(await eventsOf(world, booking.id, maya)).toEqual([]);
    };
    await eventually(arrived);
    await writtenEvent(world, booking.id, sam);
  });

  it('leaves no event behind when the answer to the first one’s writing was lost', async () => {
    const { booking, at } = await mayasTour();
    await writtenEvent(world, booking.id, maya);
    // The state that a server leaves if it dies before the answer.
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(tourEvents)
        .set({ agentCalendarId: null, providerEventId: null, etag: null, syncStatus: 'pending' })
        .where(eq(tourEvents.tourId, booking.id)),
    );
    await busy(maya, at(60));
    expect((await move(booking, at(60))).booking.agentName).toBe('Sam');
    await writtenEvent(world, booking.id, sam);
    await eventually(async () => expect(await eventsOf(world, booking.id, maya)).toEqual([]));
  });

  it('is refused if nobody is free, and names free times', async () => {
    const { booking, at } = await mayasTour();
    for (const account of [maya, sam]) await busy(account, at(60));
    const refused = await move(booking, at(60));
    expect([refused.status, refused.error.code]).toEqual([409, 'SLOT_TAKEN']);
    expect(refused.error.alternatives).toHaveLength(3);
    expect((await storedTour(world, booking.id)).history).toHaveLength(1);
  });

  it.each([
    ['off the grid', (at: (minutes: number) => string) => at(7), 'SLOT_NOT_OFFERED'],
    ['in the past', () => '2026-01-20T15:00:00Z', 'SLOT_NOT_OFFERED'],
    ['of no time', () => 'noon', 'INVALID_REQUEST'],
    ['not said', () => undefined, 'INVALID_REQUEST'],
  ])('is refused to a time %s', async (_what, to, code) => {
    const { booking, at } = await mayasTour();
    const refused = await move(booking, to(at));
    expect([refused.status, refused.error.code]).toEqual([422, code]);
  });

  it('succeeds for one of two tours that go to one time at the same moment', async () => {
    const [one, other] = [await mayasTour(), await mayasTour()];
    const target = one.at(75);
    await busy(sam, target);
    const moved = await Promise.all([move(one.booking, target), move(other.booking, target)]);
    expect(moved.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});

describe('without scripts [W17]', () => {
  const asPage = { Accept: 'text/html' };
  const page = async (path: string) => (await world.request(path, { headers: asPage })).text();
  const pathOf = ({ manageUrl }: { manageUrl: string }) => new URL(manageUrl).pathname;

  it('offers the free times as a form that moves the tour', async () => {
    const { booking } = await mayasTour();
    const html = await page(`${pathOf(booking)}?change=1`);
    const [, startsAt = ''] = /name="startsAt"[^>]*value="([^"]+)"/.exec(html) ?? [];
    const answer = await world.request(`${pathOf(booking)}/reschedule`, {
      method: 'POST',
      headers: asPage,
      body: new URLSearchParams({ startsAt }),
    });
    expect(await answer.text()).toContain('Your tour has been moved');
    const { tour } = await storedTour(world, booking.id);
    expect(tour?.startsAt).toBe(instant(startsAt));
  });

  it('says that no calendar can be asked', async () => {
    const { booking } = await mayasTour();
    await world.sandbox.fault({ match: { path: '/freeBusy$' }, times: 0, then: { status: 503 } });
    const html = await page(`${pathOf(booking)}?change=1`);
    expect(html).toContain('Our tour calendar cannot be reached just now');
    expect(html).toContain('Your tour is booked');
  });
});
