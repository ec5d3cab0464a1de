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

/**
 * The worst that a migration may do beside the previous version: it changes many tables, in another order than a
 * booking.
 */
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

/** Servers of the previous version, whose visitors book all the time. */
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

  /** Waits until this many more tours are booked. */
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
  // Ends also transactions that a failed test has left open, since the crowd would wait behind them.
  await admin.end({ timeout: 0 });
  await crowd.end();
});

describe(`the previous version (${recorded.version}), beside this one [P11]`, () => {
  it('goes on booking during the migration: nothing fails or is lost, and both versions serve', async () => {
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

  it('adds jobs that this version does, whatever their queue', async () => {
    crowd = new Crowd(url, 0);
    await migrateAlone(url);
    const world = await createWorld({
      database: { ...openPostgres(url), url, asSuperuser: async () => [] },
    });
    // This world's sandbox does not know the recorded grant.
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

  it('gets the announcements of changes that its own servers sent', async () => {
    crowd = new Crowd(url, 0);
    await migrateAlone(url);
    const heard = new Set<string>();
    await admin.listen('luma_changed', (id) => heard.add(id));
    const server = previousServer(url);
    expect(await server.book(1)).toBe(true);
    await server.close();
    // Announcements keep their order.
    await admin`select pg_notify('luma_changed', 'the end')`;
    await eventually(() => expect(heard).toContain('the end'));
    for (const id of recorded.announced) expect(heard).toContain(id);
  });

  it('goes on booking while a migration waits for a long transaction', async () => {
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
