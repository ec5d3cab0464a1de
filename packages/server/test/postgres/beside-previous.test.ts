import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { migrateAlone } from '../../src/db/migrate.ts';
import { openPostgres } from '../../src/db/client.ts';
import { syncCalendarJob, writeAgentToursJob } from '../../src/features/calendars/job-contracts.ts';
import { syncTourJob } from '../../src/features/tours/job-contracts.ts';
import { eventually } from '../eventually.ts';
import { recorded } from '../previous/recorded.ts';
import {
  previousServer,
  setUpPrevious,
  tourIdOf,
  withMigration,
  type PreviousServer,
} from '../previous/replay.ts';
import { atRest } from '../jobs.ts';
import { agentAccount } from '../sandbox.ts';
import { bookedTour, eventsOf } from '../tours.ts';
import { createWorld } from '../world.ts';

/** The worst that a migration may do beside the version before: many tables, in another order than a booking's. */
const expanding = [
  ...[
    'messages',
    'calendar_events',
    'tour_history',
    'tour_bookings',
    'leads',
    'idempotency_keys',
  ].map((table) => `ALTER TABLE ${table} ADD COLUMN expanded text DEFAULT 'yes' NOT NULL;`),
  'CREATE INDEX expanded ON tour_bookings (expanded);',
].join('\n--> statement-breakpoint\n');

let url: string;
let admin: postgres.Sql;
beforeEach(async ({ task }) => {
  const name = `beside_${task.id.replaceAll(/\W/g, '_')}`.toLowerCase();
  url = `${inject('postgresUrl')}${name}`;
  const creating = postgres(`${inject('postgresUrl')}postgres`, { max: 1, onnotice: () => {} });
  await creating.unsafe(`create database ${name}`);
  await creating.end();
  await setUpPrevious(url);
  admin = postgres(url.replace('ordinary:ordinary@', 'postgres:postgres@'), {
    max: 2,
    onnotice: () => {},
  });
});

/** Servers of the version before, in whom visitors book without a pause. */
class Crowd {
  readonly booked: number[] = [];
  readonly failures: unknown[] = [];
  readonly #servers: PreviousServer[];
  readonly #loops: Promise<void>[];
  #isOver = false;
  #n = 0;

  constructor(address: string, size = 3) {
    this.#servers = Array.from({ length: size }, () => previousServer(address));
    this.#loops = this.#servers.map((server) => this.#visit(server));
  }

  async #visit(server: PreviousServer): Promise<void> {
    while (!this.#isOver) {
      const n = ++this.#n;
      try {
        await server.ask();
        if (await server.book(n)) this.booked.push(n);
        else this.failures.push(`tour ${n} was not booked`);
        if (n % 4 === 0) await server.cancel(n);
      } catch (error) {
        this.failures.push(error);
      }
    }
  }

  /** Until it has booked so many more, each of its servers some. */
  async more(count: number): Promise<void> {
    const wanted = this.booked.length + count;
    await eventually(() => {
      expect(this.failures).toEqual([]);
      expect(this.booked.length).toBeGreaterThanOrEqual(wanted);
    });
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}

let crowd: Crowd;
afterEach(async () => {
  // Also what a failed test has left open, behind which the crowd waits.
  await admin.end({ timeout: 0 });
  await crowd.end();
});

describe(`the version before (${recorded.version}), while this one is put beside it [P11]`, () => {
  it('books on, with what it had: nothing fails, nothing is lost, and both serve', async () => {
    crowd = new Crowd(url);
    await crowd.more(20);
    await migrateAlone(url, withMigration(expanding));
    await crowd.more(20);
    const world = await createWorld({
      database: { ...openPostgres(url), url, asSuperuser: async () => [] },
      jobs: false,
    });
    await world.connect();
    expect((await bookedTour(world)).status).toBe('confirmed');
    await crowd.more(20);
    await crowd.end();
    await world.stop();
    const stored = await admin`select id, expanded from tour_bookings where email like 'recorded%'`;
    expect(new Set(stored.map(({ id }) => id as string))).toEqual(
      new Set(crowd.booked.map(tourIdOf)),
    );
    expect(new Set(stored.map(({ expanded }) => expanded as string))).toEqual(new Set(['yes']));
  });

  it('has its jobs done by this one, whatever queue it puts them into', async () => {
    crowd = new Crowd(url, 0);
    await migrateAlone(url);
    const world = await createWorld({
      database: { ...openPostgres(url), url, asSuperuser: async () => [] },
    });
    // The grant that was recorded is not known to this world's sandbox.
    expect((await world.connect(agentAccount, agentAccount, 'recorded-court')).status).toBe(200);
    await atRest(world, syncCalendarJob, writeAgentToursJob, syncTourJob);
    const server = previousServer(url);
    expect(await server.book(1)).toBe(true);
    await eventually(async () => expect(await eventsOf(world, tourIdOf(1))).toHaveLength(1));
    await server.cancel(1);
    await eventually(async () => expect(await eventsOf(world, tourIdOf(1))).toEqual([]));
    await server.close();
    await world.stop();
  });

  it('is told by this one’s database of what changed, as its servers tell one another', async () => {
    crowd = new Crowd(url, 0);
    await migrateAlone(url);
    const heard = new Set<string>();
    await admin.listen('luma_changed', (id) => heard.add(id));
    const server = previousServer(url);
    expect(await server.book(1)).toBe(true);
    await server.close();
    // What is announced later is heard later.
    await admin`select pg_notify('luma_changed', 'the end')`;
    await eventually(() => expect(heard).toContain('the end'));
    for (const id of recorded.announced) expect(heard).toContain(id);
  });

  it('goes on while a migration waits for its turn: behind one long transaction nobody queues', async () => {
    const long = await admin.reserve();
    await long`begin`;
    await long`select count(*) from tour_bookings`;
    crowd = new Crowd(url);
    const migrated = migrateAlone(url, withMigration(expanding)).then(() => 'done');
    await eventually(async () => {
      const waiting =
        await admin`select from pg_locks where not granted and mode = 'AccessExclusiveLock'`;
      expect(waiting.length).toBeGreaterThan(0);
    });
    await crowd.more(30);
    const done = await admin`select count(*)::int as n from drizzle.__drizzle_migrations`;
    await long`rollback`;
    long.release();
    expect(await migrated).toBe('done');
    const after = await admin`select count(*)::int as n from drizzle.__drizzle_migrations`;
    expect(after[0]!['n']).toBeGreaterThan(done[0]!['n'] as number);
    await crowd.more(10);
  });
});
