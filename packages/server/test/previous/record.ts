/**
 * Records the statements of this version's server, so that the next version can be tested beside it. Run it at the
 * commit that has landed, before the next migration is made: `node test/previous/record.ts`
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPostgres } from '../../src/db/client.ts';
import { asSystem } from '../../src/db/scope.ts';
import { organizations } from '../../src/db/tables/organizations.ts';
import { startPostgres } from '../start-postgres.ts';
import { createWorld } from '../world.ts';
import { freeTime, manage } from '../tours.ts';
import type { Recorded } from './recorded.ts';
import { listenIn } from './wire.ts';

const migrations = fileURLToPath(new URL('../../drizzle', import.meta.url));
const version = readdirSync(migrations)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.replace('.sql', ''))
  .sort()
  .at(-1)!;

const server = await startPostgres(['fsync=off']);
await server.create('recorded');
const url = server.url('recorded');
const wire = await listenIn(url);
const direct = openPostgres(url);
await direct.migrate();
await direct.close();
const database = openPostgres(wire.url);
// The database would choose another id when these statements run again, and the next ones name it.
await asSystem(database.db, (tx) =>
  tx.insert(organizations).values({
    id: '5f0c9a52-6d0e-4c0b-9d86-0f3b8f0c7a11',
    slug: 'owner-of-maple-court',
    name: 'Recorded',
  }),
);
const world = await createWorld({
  // The queue connects with `url`, and so is not recorded.
  database: { ...database, url, asSuperuser: async () => [] },
  jobs: false,
});
await world.connect();
const setUp = wire.take();

await world.availability();
const availability = wire.take();

const email = 'recorded@example.org';
const person = { firstName: 'Recorded', lastName: 'Person', email, phone: undefined };
const startsAt = await freeTime(world);
const announced = new Set<string>();
await world.database.listen(
  'luma_changed',
  (id) => announced.add(id),
  () => {},
);
wire.take();
const key = 'recorded-key';
const { booking } = await world.book({ startsAt, ...person }, { 'Idempotency-Key': key });
const book = wire.take();

await world.pass();
const cancelled = await manage(world, booking, '/cancel');
if (cancelled.status !== 200) throw new Error(await cancelled.text());
const cancel = wire.take();

const { boss } = world.ctx.queue;
const queues = (await boss.getQueues()).map(({ name, policy }) => ({ name, policy }));
const { id: tourId } = booking;
const recorded = {
  version,
  announced: [...announced],
  queues: queues.filter(({ name }) => !name.startsWith('__')),
  tour: { tourId, startsAt, endsAt: booking.endsAt, email, key },
  setUp,
  availability,
  book,
  cancel,
} satisfies Recorded;
// Other names, because the next version's world has a property with the usual ones.
const text = JSON.stringify(recorded, null, 1)
  .replaceAll('maple-court', 'recorded-court')
  .replaceAll('pk_live', 'pk_recorded');
const file = fileURLToPath(new URL('recorded.json', import.meta.url));
writeFileSync(file, `${text}\n`);
console.log(`${version}: ${file}`);
await world.stop();
wire.close();
await server.stop();
process.exit();
