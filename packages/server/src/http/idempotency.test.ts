import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdBooking } from '../../test/hold-booking.ts';
import { bookedTour, breakBookings, freeTime, manage, someone } from '../../test/tours.ts';
import { createWorld, type World } from '../../test/world.ts';
import { asTenant } from '../db/scope.ts';
import { tourBookings } from '../db/tables/tours.ts';

const second = 1_000;
const hour = 3_600 * second;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await world.addProperty({ slug: 'elsewhere', key: 'pk_elsewhere' });
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

let keys = 0;
const newKey = () => ({ 'Idempotency-Key': `a-new-key-${++keys}` });

const toursOf = (email: string) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(tourBookings).where(eq(tourBookings.email, email)),
  );

describe('a repeated request [B2]', () => {
  it('gets the same answer, and does nothing twice', async () => {
    const [key, who] = [newKey(), someone()];
    const startsAt = await freeTime(world);
    const first = await world.book({ startsAt, ...who }, key);
    const again = await world.book({ ...who, startsAt }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.booking).toEqual(first.booking);
    expect(await toursOf(who.email)).toHaveLength(1);
  });

  it('is refused with the same words if the refusal was final', async () => {
    const key = newKey();
    const input = { startsAt: '2026-01-27T15:10:00Z', ...someone() };
    const first = await world.book(input, key);
    const again = await world.book(input, key);
    expect(first.error.code).toBe('SLOT_NOT_OFFERED');
    const { requestId: _one, ...told } = first.error;
    const { requestId: _two, ...toldAgain } = again.error;
    expect([again.status, toldAgain]).toEqual([first.status, told]);
  });

  it('is refused if its body is another', async () => {
    const key = newKey();
    const startsAt = await freeTime(world);
    await world.book({ startsAt, ...someone() }, key);
    const other = await world.book({ startsAt, ...someone() }, key);
    expect([other.status, other.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('is answered although a limit is reached, and counts against no limit [P2]', async () => {
    const [key, who] = [newKey(), { email: 'limited@example.org', phone: undefined }];
    const from = { 'X-Forwarded-For': '198.51.100.77' };
    const input = { startsAt: await freeTime(world), ...who };
    const first = await world.book(input, { ...key, ...from });
    expect(first.status).toBe(201);
    for (let n = 0; n < 12; n++)
      expect((await world.book(input, { ...key, ...from })).booking).toEqual(first.booking);
    const others = [];
    for (let n = 0; n < 10; n++) others.push(await world.book(input, { ...newKey(), ...from }));
    expect(others.map(({ error }) => error.code)).toEqual([
      ...Array.from({ length: 5 }, () => 'TOUR_EXISTS'),
      ...Array.from({ length: 5 }, () => 'RATE_LIMITED'),
    ]);
    expect((await world.book(input, { ...key, ...from })).booking).toEqual(first.booking);
  });

  it('may have another body after a day', async () => {
    const key = newKey();
    await world.book({ startsAt: await freeTime(world), ...someone() }, key);
    await world.pass(24 * hour + 1);
    const { status } = await world.book({ startsAt: await freeTime(world), ...someone() }, key);
    expect(status).toBe(201);
  });

  it('is a new request with another client or route', async () => {
    const key = newKey();
    await world.book({ startsAt: await freeTime(world), ...someone() }, key);
    const elsewhere = await world.book(
      { startsAt: await freeTime(world), ...someone() },
      { ...key, 'X-API-Key': 'pk_elsewhere' },
    );
    expect(elsewhere.error.code).toBe('CALENDAR_NOT_CONNECTED');
    const question = { kind: 'question', message: 'Cats?', email: 'cats@example.org' };
    expect((await world.post('/api/lumaleasing/leads', question, key)).status).toBe(201);
  });

  it('is tried anew if the reason of the refusal may have passed', async () => {
    const booking = await bookedTour(world);
    const [key, input] = [newKey(), { startsAt: booking.startsAt, ...someone() }];
    expect((await world.book(input, key)).error.code).toBe('SLOT_TAKEN');
    await manage(world, booking, '/cancel');
    expect((await world.book(input, key)).status).toBe(201);
  });

  it('is tried anew after a fault on our side', async () => {
    const [key, input] = [newKey(), { startsAt: await freeTime(world), ...someone() }];
    const mend = await breakBookings(world, 'something is broken');
    const broken = await world.book(input, key);
    await mend();
    expect([broken.status, broken.error.code]).toEqual([500, 'INTERNAL']);
    expect(await toursOf(input.email)).toEqual([]);
    expect((await world.book(input, key)).status).toBe(201);
  });

  it.each(['short', 'x'.repeat(201), 'with a space', 'with-an-\u00fc'])(
    'needs a key of 8 to 200 visible characters: %s',
    async (key) => {
      const { status, error } = await world.book(
        { startsAt: '2026-01-27T15:00:00Z' },
        { 'Idempotency-Key': key },
      );
      expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
    },
  );
});

describe('while a request is being answered [B2]', () => {
  it('refuses a second one, and answers it after the first', async () => {
    const [key, input] = [newKey(), { startsAt: await freeTime(world), ...someone() }];
    await holdBooking(world);
    const first = world.book(input, key);
    await world.sandbox.struck();
    const early = await world.book(input, key);
    expect([early.status, early.error.code]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
    expect(early.headers.get('retry-after')).toBe('2');
    await world.sandbox.release();
    const { booking } = await first;
    expect((await world.book(input, key)).booking).toEqual(booking);
  });

  it('refuses others for thirty seconds', async () => {
    const [key, input] = [newKey(), { startsAt: await freeTime(world), ...someone() }];
    await holdBooking(world);
    const first = world.book(input, key);
    await world.sandbox.struck();
    await world.pass(30 * second);
    expect((await world.book(input, key)).error.code).toBe('IDEMPOTENCY_IN_PROGRESS');
    await world.sandbox.release();
    expect((await first).status).toBe(201);
  });

  it('then lets another one try, and rolls the late one back', async () => {
    const [key, input] = [newKey(), { startsAt: await freeTime(world), ...someone() }];
    const fault = await holdBooking(world);
    const stuck = world.book(input, key);
    await world.sandbox.struck();
    await world.pass(30 * second + 1);
    await holdBooking(world);
    const taker = world.book(input, key);
    await world.sandbox.struck();
    await world.sandbox.release(fault);
    expect((await stuck).error.code).toBe('IDEMPOTENCY_IN_PROGRESS');
    await world.sandbox.release();
    const { status, booking } = await taker;
    expect(status).toBe(201);
    expect((await world.book(input, key)).booking).toEqual(booking);
    expect((await toursOf(input.email)).map((tour) => tour.id)).toEqual([booking.id]);
  });
});
