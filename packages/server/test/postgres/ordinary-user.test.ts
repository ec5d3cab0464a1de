import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openPostgres } from '../../src/db/client.ts';
import { assertIsolation } from '../../src/db/assert-isolation.ts';
import { signIn } from '../members.ts';
import { bookedTour, manage, writtenEvent } from '../tours.ts';
import { createWorld, type World } from '../world.ts';

/** As a careful operator sets it up: the server owns its database and is nothing else in the cluster. */
async function openAsOrdinaryUser() {
  const server = inject('postgresUrl');
  const admin = postgres(`${server}postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create role ordinary login password 'ordinary' createrole`);
  // Other tests' databases have made these roles already.
  await admin.unsafe(`grant luma_tenant, luma_system, luma_auth to ordinary with admin option`);
  await admin.unsafe(`create database ordinary owner ordinary`);
  await admin.end();
  const url = `${server.replace('postgres:postgres@', 'ordinary:ordinary@')}ordinary`;
  const database = openPostgres(url, 5);
  await database.migrate();
  return { ...database, url };
}

let world: World;
beforeAll(async () => {
  world = await createWorld({ database: await openAsOrdinaryUser() });
});
afterAll(() => world.stop());

it('serves as an ordinary database user, whom forced row security binds as well [P1, P4]', async () => {
  await assertIsolation(world.ctx.db);
  expect((await world.connect()).status).toBe(200);
  const booking = await bookedTour(world);
  await writtenEvent(world, booking.id);
  await world.setTime(world.clock.now() + 1_000);
  expect((await manage(world, booking, '/cancel')).status).toBe(200);
  const question = { kind: 'question', message: 'Cats?', email: 'cats@example.org' };
  expect((await world.post('/api/lumaleasing/leads', question)).status).toBe(201);
});

it('reads nothing of a tenant’s people without taking the tenant’s role', async () => {
  await signIn(world, { role: 'owner' });
  const signInTables = ['users', 'sessions', 'accounts'];
  for (const table of ['leads', 'lead_messages', 'tour_history', 'messages', ...signInTables])
    expect(await world.ctx.db.execute(`select * from ${table}`), table).toHaveLength(0);
});
