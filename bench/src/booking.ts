/** A booking's transaction against the same rows written plainly, and twenty clients racing for one time. */
import { sql } from 'drizzle-orm';
import { readConfig } from '@luma-leasing/server/src/config.ts';
import { createContext } from '@luma-leasing/server/src/context.ts';
import { openPostgres, rowsOf } from '@luma-leasing/server/src/db/client.ts';
import { mintScope } from '@luma-leasing/server/src/db/mint-scope.ts';
import { createProperty } from '@luma-leasing/server/test/create-property.ts';
import { jobs } from '@luma-leasing/server/src/job-table.ts';
import { startJobs } from '@luma-leasing/server/src/jobs/runner.ts';
import { booking, leases, sevenPlainRows, subjects, wholePost } from './booking/work.ts';
import { quartiles, type Quartiles } from './lib/paired.ts';
import { systemActor } from '@luma-leasing/server/src/unit-of-work.ts';
import { startPostgres } from '@luma-leasing/server/test/start-postgres.ts';
import { mapleCourt } from './lib/property.ts';
import { throughput } from './lib/race.ts';
import { type Bench, type Row, perSecond, spread } from './lib/report.ts';
import { benchSettings, production } from './lib/settings.ts';

const lanes = 20;
const pairs = 11;
const batchMs = 1_000;
/** More than can be booked in that time. */
const leasesABatch = 5_000;

export const bench: Bench = async () => {
  const postgres = await startPostgres(production);
  await postgres.create('booking');
  const url = postgres.url('booking');
  const ctx = await createContext(readConfig(benchSettings(url)), {
    database: openPostgres(url, { transactions: lanes }),
  });
  // Each call has a connection to itself, as a booking has.
  const clients = Array.from({ length: lanes }, () => openPostgres(url, { transactions: 1 }));
  try {
    await ctx.database.migrate();
    await startJobs(ctx, jobs, []);
    const scope = mintScope(await createProperty(ctx, mapleCourt('pk_bench')));
    const unit = { ctx, scope, actor: systemActor, test: false };
    const who = await subjects(unit);
    const insert = sevenPlainRows(clients, unit, who);
    const book = booking(unit, who);
    const post = wholePost(unit, who);
    const lease = leases(unit, who);
    // Every call has an hour of its own, but in a race, where twenty calls in a row want the same one.
    let hours = 0;
    // Each batch begins with an empty property: else the slower side is measured among the thousands of tours that the
    // quicker one has left, and no property has so many to come.
    const empty = () =>
      ctx.db.execute(
        sql`truncate tour_bookings, leads, idempotency_keys, pgboss.job_common cascade`,
      );
    const run = async (work: (turn: number) => Promise<unknown>) => {
      await empty();
      return throughput(lanes, batchMs, async (turn) => void (await work(turn)));
    };
    const plain = () => run(() => insert(hours++));
    const whole = () => run(() => post(hours++));
    const transaction = async () => {
      await empty();
      const next = await lease(leasesABatch);
      return throughput(lanes, batchMs, async () => void (await book(hours++, next())));
    };
    const race = () => {
      const first = (hours += 1_000_000);
      return run((turn) => post(first + Math.floor(turn / lanes)));
    };
    return [
      await compare(
        'a booking’s transaction (guard, seven rows) ÷ the same rows by one plain prepared statement, 20 connections',
        0.7,
        transaction,
        plain,
      ),
      await compare('the same with the lease of its key before it', undefined, whole, plain),
      await compare('20 clients racing for one time ÷ a booking uncontended', 0.9, race, whole),
      await deadlocks(
        ctx.db.execute(sql`
        select deadlocks::int from pg_stat_database where datname = current_database()`),
      ),
    ];
  } finally {
    await ctx.queue.boss.stop({ graceful: false, close: true });
    await Promise.all([ctx.database, ...clients].map((database) => database.close()));
    await postgres.stop();
  }
};

async function compare(
  name: string,
  goal: number | undefined,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<Row> {
  await a();
  await b();
  const results: { a: number; b: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) results.push({ a: await a(), b: await b() });
  const median = (side: 'a' | 'b') => quartiles(results.map((one) => one[side])).median;
  const ratio: Quartiles = quartiles(results.map((one) => one.a / one.b));
  return {
    name,
    goal: goal === undefined ? '' : `≥ ${goal}`,
    measured: `${spread(ratio)}; ${perSecond(median('a'))} to ${perSecond(median('b'))}`,
    ...(goal === undefined ? {} : { met: ratio.median >= goal }),
  };
}

async function deadlocks(found: PromiseLike<unknown>): Promise<Row> {
  const count = rowsOf<{ deadlocks: number }>(await found)[0]!.deadlocks;
  return {
    name: 'deadlocks in all of it',
    goal: 'none',
    measured: String(count),
    met: count === 0,
  };
}
