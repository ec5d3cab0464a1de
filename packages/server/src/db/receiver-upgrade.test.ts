import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { synced } from '../../test/calendars.ts';
import { agentAccount } from '../../test/sandbox.ts';
import { bookedTour, freeSlots, someone, storedTour, writtenEvent } from '../../test/tours.ts';
import { atRest } from '../../test/jobs.ts';
import { createWorld, type World } from '../../test/world.ts';
import { enqueueUnwrittenTours } from '../features/sync/unwritten-events.ts';
import { syncTourJob } from '../features/tours/job-contracts.ts';

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** The statements of a migration. */
const migration = (name: string) => {
  const file = readdirSync(folder).find((one) => one.endsWith(`${name}.sql`))!;
  return readFileSync(`${folder}/${file}`, 'utf8').split('--> statement-breakpoint');
};

let world: World;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Front', email: agentAccount },
      { name: 'Ben', email: 'ben@example.com' },
    ],
  });
  await world.connect();
  await world.connect(agentAccount, 'ben@example.com');
  await synced(world);
});
afterAll(() => world.stop());

it('fills in the receiver of older tours, and marks those that share a time in one calendar [B1]', async () => {
  await world.database.asSuperuser(
    'alter table tour_bookings drop constraint no_overlap_in_calendar',
  );
  const slots = await freeSlots(world);
  const booked = [];
  for (const { startsAt } of [slots[0]!, slots[4]!])
    booked.push(await bookedTour(world, { startsAt, ...someone() }));
  const [first, second] = booked.map(({ id }) => id);
  // Two tours at one time by two agents, without a receiver, as the previous version stored them.
  await world.database.asSuperuser(`
    update tour_bookings set starts_at = first.starts_at, ends_at = first.ends_at,
      blocked_until = first.blocked_until, profile_id = other.id, created_at = first.created_at + interval '1s'
    from tour_bookings first join profiles other on other.id <> first.profile_id and not other.front_desk
    where first.id = '${first}' and tour_bookings.id = '${second}'`);
  await world.database.asSuperuser('update tour_bookings set receiver = null');

  for (const name of ['receiving_calendar_rows', 'receiving_calendar_constraint'])
    await world.ctx.db.transaction(async (tx) => {
      for (const statement of migration(name)) await tx.execute(sql.raw(statement));
    });
  const [one, two] = [await storedTour(world, first!), await storedTour(world, second!)];
  expect(one.tour!.receiver).toMatch(/^[0-9a-f-]{36}$/);
  expect(two.tour!.receiver).toBe(one.tour!.receiver);
  expect([one.tour!.conflictAccepted, two.tour!.conflictAccepted]).toEqual([false, true]);
  // New tours are guarded.
  const codes = await Promise.all(
    [1, 2].map(
      async () => (await world.book({ startsAt: slots[8]!.startsAt, ...someone() })).status,
    ),
  );
  expect(codes.toSorted((a, b) => a - b)).toEqual([201, 409]);
});

it('fills in the receiver of tours that a server of the previous version books meanwhile [P11]', async () => {
  const { id } = await bookedTour(world);
  await writtenEvent(world, id);
  const { receiver } = (await storedTour(world, id)).tour!;
  await world.database.asSuperuser(`update tour_bookings set receiver = null where id = '${id}'`);
  expect(await enqueueUnwrittenTours(world.ctx)).toBe(1);
  await atRest(world, syncTourJob);
  expect((await storedTour(world, id)).tour!.receiver).toBe(receiver);
  expect(await enqueueUnwrittenTours(world.ctx)).toBe(0);
});
