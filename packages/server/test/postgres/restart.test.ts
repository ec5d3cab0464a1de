import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Booked } from '@luma-leasing/types/tour';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { asTenant } from '../../src/db/scope.ts';
import { tourBookings } from '../../src/db/tables/tours.ts';
import { syncTourJob } from '../../src/features/tours/job-contracts.ts';
import { eventually } from '../eventually.ts';
import { atRest } from '../jobs.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { eventsOf, freeTime, someone, storedTour } from '../tours.ts';
import { prospect } from '../visitor.ts';
import { createWorld, testSettings, type World } from '../world.ts';

let world: World;
const servers: ServerProcess[] = [];
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await world.connect();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGKILL')));
  await world.stop();
});
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const patient = {
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${new URL('../endless-patience.ts', import.meta.url).href}`,
};

async function start(settings = {}) {
  const server = startServerProcess({
    ...settings,
    ...testSettings,
    ...world.sandbox.settings,
    LOG_LEVEL: 'info',
    DATABASE_URL: world.database.url!,
  });
  servers.push(server);
  return { ...server, url: await server.url };
}

const book = async (url: string, input: Record<string, unknown>, key: string) => {
  const answer = await fetch(`${url}/api/lumaleasing/tours`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': 'pk_live',
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ ...prospect, ...input }),
  });
  const body = (await answer.json()) as Booked & Pick<ErrorBody, 'error'>;
  return { status: answer.status, booking: body.booking, code: body.error?.code };
};

const toursOf = (email: string) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(tourBookings).where(eq(tourBookings.email, email)),
  );
const heldCheck = { match: { method: 'GET', path: '/events$' }, then: { held: true } };

describe('a server that is told to stop [P7]', () => {
  it('first answers its running requests', async () => {
    const server = await start(patient);
    const input = { startsAt: await freeTime(world), ...someone() };
    await world.sandbox.fault(heldCheck);
    const answer = book(server.url, input, 'while-it-stops');
    await world.sandbox.struck();
    const ended = server.kill('SIGTERM');
    await eventually(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(503));
    await world.sandbox.release();
    expect((await answer).status).toBe(201);
    expect(await ended).toBe(0);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});

describe('a server that is killed [B1, B3]', () => {
  it('before a tour was booked: another server books it once for the same request', async () => {
    const [server, other] = [await start(patient), await start()];
    const input = { startsAt: await freeTime(world), ...someone() };
    // Who writes a tour asks for the list, too.
    await atRest(world, syncTourJob);
    await world.sandbox.fault(heldCheck);
    const lost = expect(book(server.url, input, 'killed-early')).rejects.toThrow('fetch failed');
    await world.sandbox.struck();
    await server.kill('SIGKILL');
    await lost;
    // Until the lease ends, nobody can know that its holder is dead; a request with another key need not wait.
    expect((await book(other.url, input, 'killed-early')).code).toBe('IDEMPOTENCY_IN_PROGRESS');
    const again = await book(other.url, input, 'killed-early-2');
    expect(again.status).toBe(201);
    expect(await toursOf(input.email)).toHaveLength(1);
    await eventually(async () => expect(await eventsOf(world, again.booking.id)).toHaveLength(1));
    await other.kill('SIGKILL');
  });

  it('while it writes the event: the tour is booked, and the next server writes one event', async () => {
    const server = await start();
    const input = { startsAt: await freeTime(world), ...someone() };
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      then: { held: true, loseAnswer: true },
    });
    const { status, booking } = await book(server.url, input, 'killed-late');
    expect(status).toBe(201);
    await world.sandbox.struck();
    await server.kill('SIGKILL');
    await world.sandbox.release();
    const next = await start();
    expect((await book(next.url, input, 'killed-late')).booking).toEqual(booking);
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('synced'),
    );
    expect(await eventsOf(world, booking.id)).toHaveLength(1);
    expect(await toursOf(input.email)).toHaveLength(1);
  });
});
