import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsOf } from '../../src/db/client.ts';
import { asTenant } from '../../src/db/scope.ts';
import { tourBookings } from '../../src/db/tables/tours.ts';
import { eraseTestToursOf } from '../../src/features/tours/changing/erase-test-tours.ts';
import { newId } from '../../src/lib/ids.ts';
import { eventually } from '../eventually.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false, keys: ['pk_test_maple'] });
  await world.connect();
});
afterAll(() => world.stop());

it('deletes no practice tour that is booked while the erasure runs', async () => {
  const { db } = world.ctx;
  const practice = { 'X-API-Key': 'pk_test_maple' };
  const startsAt = (await freshTime(practice))!;
  const { booking } = await world.book({ startsAt, email: 'again@example.org' }, practice);
  await world.pass(25 * 3_600_000);
  const [old] = await asTenant(db, world.scope, (tx) =>
    tx.select().from(tourBookings).where(eq(tourBookings.id, booking.id)),
  );
  const id = newId();
  const inserted = Promise.withResolvers<void>();
  const erasing = Promise.withResolvers<void>();
  const booked = asTenant(db, world.scope, async (tx) => {
    const { blocked: _generated, ...fresh } = old!;
    await tx.insert(tourBookings).values({ ...fresh, id, createdAt: world.clock.now() });
    inserted.resolve();
    await erasing.promise;
  });
  await inserted.promise;
  const erased = eraseTestToursOf(world.unit);
  // It waits for the booking of the same person.
  await eventually(async () => {
    const waiting = await db.execute(
      sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    expect(rowsOf(waiting)).toHaveLength(1);
  });
  erasing.resolve();
  await Promise.all([booked, erased]);
  const left = await asTenant(db, world.scope, (tx) =>
    tx.select({ id: tourBookings.id }).from(tourBookings),
  );
  expect(left).toEqual([{ id }]);
});

async function freshTime(headers: Record<string, string>) {
  const { slotsByDate } = await world.availability('', headers);
  return Object.values(slotsByDate)
    .flat()
    .find((slot) => slot.available)?.startsAt;
}
