import type { Availability } from '@luma-leasing/types/availability';
import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedDuring } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { bookedTour, freeTime, manage, someone, storedTour } from '../../../../test/tours.ts';
import { createWorld, monday, type World } from '../../../../test/world.ts';
import { asSystem, asTenant } from '../../../db/scope.ts';
import { leadConsents } from '../../../db/tables/consents.ts';
import { leadMessages, leads } from '../../../db/tables/leads.ts';
import { apiKeys } from '../../../db/tables/properties.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { newId } from '../../../lib/ids.ts';
import { enqueueTestErasures } from '../changing/erase-test-tours.ts';

const practice = { 'X-API-Key': 'pk_test_maple' };

let world: World;
beforeAll(async () => {
  world = await createWorld({ mirror: false });
  await world.connect();
  await asSystem(world.ctx.db, (tx) =>
    tx.insert(apiKeys).values({ id: newId(), ...world.scope, key: practice['X-API-Key'] }),
  );
});
afterAll(() => world.stop());

const rows = async (table: typeof tourBookings | typeof leads | typeof leadMessages) => {
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select({ n: count() }).from(table),
  );
  return row?.n;
};

const counted = () => world.ctx.metrics.registry.getSingleMetricAsString('luma_bookings_total');

describe('a test key [W3]', () => {
  it('books for practice: marked, with no event and no message', async () => {
    const startsAt = await freeTime(world);
    let id = '';
    const asked = await askedDuring(world, async () => {
      const who = someone();
      const first = await world.book({ startsAt, ...who }, practice);
      expect([first.status, first.booking.test]).toEqual([201, true]);
      id = first.booking.id;
      // Practice may be repeated: no prospect has a tour already.
      expect((await world.book({ startsAt, ...who }, practice)).status).toBe(201);
      const moved = await freeTime(world, 3);
      expect((await manage(world, first.booking, '/reschedule', { startsAt: moved })).status).toBe(
        200,
      );
      expect((await manage(world, first.booking, '/cancel')).status).toBe(200);
    });
    expect(asked.filter((one) => one.method !== 'GET' && !one.path.endsWith('/freeBusy'))).toEqual(
      [],
    );
    const { tour, event } = await storedTour(world, id);
    expect([tour?.test, event]).toEqual([true, undefined]);
    expect(world.mails).toEqual([]);
  });

  it('keeps no real person from booking', async () => {
    const startsAt = await freeTime(world);
    await world.book({ startsAt, ...someone() }, practice);
    expect(await freeTime(world)).toBe(startsAt);
    expect((await world.book({ startsAt, ...someone() })).booking).toMatchObject({ test: false });
  });

  it('is offered other times than its own', async () => {
    const startsAt = await freeTime(world);
    const { booking } = await world.book({ startsAt, ...someone() }, practice);
    const path = `${new URL(booking.manageUrl).pathname}/availability`;
    const { slotsByDate } = (await (await world.request(path)).json()) as Availability;
    const slots = Object.values(slotsByDate).flat();
    expect(slots.find((slot) => slot.startsAt === startsAt)?.available).toBe(false);
    expect(slots.some((slot) => slot.available)).toBe(true);
  });

  it('knows none of the real people, and is in no figure', async () => {
    const real = await bookedTour(world, { email: 'real@example.org' });
    const before = await counted();
    const { booking } = await world.book(
      { startsAt: await freeTime(world), email: 'real@example.org', firstName: 'Tester' },
      practice,
    );
    const [one, other] = [await storedTour(world, booking.id), await storedTour(world, real.id)];
    expect(one.tour?.leadId).not.toBe(other.tour?.leadId);
    expect(await counted()).toEqual(before);
  });

  it('leaves nothing after a day, and takes nothing real with it', async () => {
    const question = { kind: 'question', message: 'Is this on?', email: 'test@example.org' };
    const consenting = { ...question, privacyConsent: true };
    expect((await world.post('/api/lumaleasing/leads', consenting, practice)).status).toBe(201);
    // A lead with newer practice stays; of the old tour nothing is left.
    const practise = async () => {
      const onward = { email: 'onward@example.org', privacyConsent: true };
      return world.book({ startsAt: await freeTime(world), ...onward }, practice);
    };
    expect((await practise()).status).toBe(201);
    await world.setTime(monday + 24 * 3_600_000 + 60_000);
    const { booking } = await practise();
    await enqueueTestErasures(world.ctx);
    await eventually(async () => expect(await rows(leadMessages)).toBe(0));
    await eventually(async () => expect(await rows(tourBookings)).toBe(3));
    await eventually(async () => expect(await rows(leads)).toBe(3));
    const consents = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(leadConsents),
    );
    expect(consents.map(({ tourId }) => tourId)).toEqual([booking.id]);
  });

  it('erases practice messages also if no tour was ever practised', async () => {
    const scope = await world.addProperty({ slug: 'quiet', key: 'pk_test_quiet' });
    const question = { kind: 'question', message: 'Is this on?', email: 'test@example.org' };
    const key = { 'X-API-Key': 'pk_test_quiet' };
    await world.post('/api/lumaleasing/leads', question, key);
    const left = () =>
      asTenant(world.ctx.db, scope, (tx) => tx.select().from(leads).where(eq(leads.test, true)));
    expect(await left()).toHaveLength(1);
    await world.pass(25 * 3_600_000);
    await enqueueTestErasures(world.ctx);
    await eventually(async () => expect(await left()).toEqual([]));
  });
});
