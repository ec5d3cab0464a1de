import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Booked } from '@luma-leasing/types/tour';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { and, eq } from 'drizzle-orm';
import { asTenant } from '../../src/db/scope.ts';
import { tourBookings } from '../../src/db/tables/tours.ts';
import { mirror } from '../calendars.ts';
import { eventually } from '../eventually.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { agentAccount } from '../sandbox.ts';
import { eventsOf } from '../tours.ts';
import { createWorld, testSettings, type World } from '../world.ts';

const rounds = 4;
const racers = 200;
const keys = ['pk_live', 'pk_second', 'pk_third'];

let world: World;
let servers: ServerProcess[];
let urls: string[];
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now(), keys });
  await world.connect();
  const settings = { ...testSettings, ...world.sandbox.settings, LOG_LEVEL: 'info' };
  servers = [1, 2].map(() =>
    startServerProcess({ ...settings, DATABASE_URL: world.database.url! }),
  );
  urls = await Promise.all(servers.map((server) => server.url));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGTERM')));
  await world.stop();
});

let people = 0;
async function book(startsAt: string) {
  const n = ++people;
  const answer = await fetch(`${urls[n % 2]}/api/lumaleasing/tours`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': keys[n % keys.length]!,
      'X-Forwarded-For': `10.${n >> 8}.0.${n & 255}`,
      'Idempotency-Key': `racer-no-${n}`,
    },
    body: JSON.stringify({
      startsAt,
      firstName: 'Racer',
      lastName: String(n),
      email: `racer${n}@example.org`,
    }),
  });
  const body = (await answer.json()) as Booked & Pick<ErrorBody, 'error'>;
  return { status: answer.status, booking: body.booking, code: body.error?.code };
}

/** Overlapping times, a quarter of an hour apart. One agent can take only one of them. */
async function overlappingTimes(): Promise<string[]> {
  const { availableDates, slotsByDate } = await world.availability();
  const slots = slotsByDate[availableDates.at(-1)!]!;
  const first = slots.findIndex((slot) => slot.available);
  return slots.slice(first, first + 2).map((slot) => slot.startsAt);
}

describe('two hundred people want overlapping times of one agent, at two servers [B1]', () => {
  it.each(Array.from({ length: rounds }, (_, round) => round + 1))(
    'and one gets it: round %i',
    async () => {
      await mirror(world, agentAccount, world.clock.now());
      const times = await overlappingTimes();
      expect(times).toHaveLength(2);
      const answers = await Promise.all(
        Array.from({ length: racers }, (_, n) => book(times[n % times.length]!)),
      );
      const won = answers.filter((one) => one.status === 201);
      expect(won).toHaveLength(1);
      const lost = answers.filter((one) => one.status !== 201);
      expect(new Set(lost.map((one) => `${one.status} ${one.code}`))).toEqual(
        new Set(['409 SLOT_TAKEN']),
      );
      const { id } = won[0]!.booking;
      await eventually(async () => expect(await eventsOf(world, id)).toHaveLength(1));
    },
  );

  it('without a deadlock, an error or a tour too many', async () => {
    for (const server of servers) {
      expect(server.said()).not.toMatch(/deadlock|40P01|request failed|"level":50/);
      expect(server.said()).toContain('"msg":"started"');
    }
    const tours = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select()
        .from(tourBookings)
        .where(and(eq(tourBookings.status, 'confirmed'))),
    );
    expect(tours).toHaveLength(rounds);
  });
});
