import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asTenant } from '../../../src/db/scope.ts';
import { enqueueDueShare } from '../../../src/features/sync/mirror/due-calendars.ts';
import { jobs, schedules } from '../../../src/job-table.ts';
import { openTestDatabase } from '../../database.ts';
import { createWorld, type World } from '../../world.ts';
import { judgePlan, type Sizes } from './judge-plan.ts';
import { tapPlans, type Executed, type PlanTap } from './plan-tap.ts';
import { samplesOf, type Samples } from './samples.ts';
import { writeThreeYears } from './three-years.ts';

let world: World;
let tap: PlanTap;
let sizes: Sizes;
let samples: Samples;
beforeAll(async () => {
  tap = await tapPlans(await openTestDatabase());
  world = await createWorld({ jobs: false, database: tap.database });
  await world.connect();
  await writeThreeYears(world);
  const tables = await world.database.asSuperuser(
    `select relname, reltuples from pg_class where relkind in ('r', 'p') and reltuples > 0`,
  );
  sizes = new Map(tables.map((row) => [String(row['relname']), Number(row['reltuples'])]));
  samples = await samplesOf(world);
});
afterAll(async () => {
  await world.stop();
  await tap.close();
});

/**
 * The faults that were found, with their senders. A fault is a statement and what is wrong with it; many senders
 * may send the same one.
 */
class Faults {
  private readonly found = new Map<string, Set<string>>();

  note(sender: string, statements: Executed[]): void {
    for (const { text, params, plan } of statements)
      for (const fault of judgePlan(plan, sizes, samples.about[sender] ?? 0)) {
        const [what] = fault.split(': ');
        const known = [...this.found.keys()].find(
          (one) => one.startsWith(`${what}: `) && one.includes(oneLine(text)),
        );
        const key = known ?? `${fault}\n  ${oneLine(text)}\n  ${params ?? ''}`;
        this.found.set(key, (this.found.get(key) ?? new Set()).add(sender));
      }
  }

  report(): string {
    return [...this.found]
      .map(([fault, senders]) => `${[...senders].join(', ')}\n  ${fault}`)
      .join('\n\n');
  }
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

it('finds rows that are read in vain', async () => {
  tap.taken();
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.execute(sql`select id from tour_bookings where first_name = 'Bob'`),
  );
  const faults = new Faults();
  faults.note('a search by name', tap.taken());
  expect(faults.report()).toMatch(/^a search by name\n.*tour_bookings[^]*first_name = 'Bob'/);
});

it('no cost of a job grows with other properties, or with the past', async () => {
  const byTheClock = new Set(schedules.map(({ job }) => job.contract.name));
  const asked = jobs.filter(({ contract }) => !byTheClock.has(contract.name));
  expect(Object.keys(samples.jobs).toSorted(), 'a sample of each job').toEqual(
    asked.map(({ contract }) => contract.name).toSorted(),
  );
  const faults = new Faults();
  for (const { contract, handle } of asked) {
    tap.taken();
    await handle(world.ctx, samples.jobs[contract.name]!, { last: false });
    faults.note(contract.name, tap.taken());
  }
  tap.taken();
  await enqueueDueShare(world.ctx);
  faults.note('the poll', tap.taken());
  expect(faults.report()).toBe('');
});

interface Operations {
  paths: Record<string, Record<string, unknown>>;
}

/** Pages, and what programs of the operator ask, are in no document of the API. */
const undocumented = [
  'GET /book/{slug}',
  'POST /book/{slug}',
  'GET /reset-password/{token}',
  'POST /reset-password/{token}',
  'GET /readyz',
  'GET /metrics',
];

it('no cost of a route grows with other properties, or with the past', async () => {
  const document = (await (await world.app.request('/openapi.json')).json()) as Operations;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(samples.requests).toSorted(), 'a sample request of each route').toEqual(
    [...routes, ...undocumented].toSorted(),
  );
  const faults = new Faults();
  const refused: string[] = [];
  for (const [route, ask] of Object.entries(samples.requests)) {
    tap.taken();
    for (const answer of await Promise.all(ask()))
      if (answer.status >= 400) refused.push(`${route}: ${answer.status} ${await answer.text()}`);
    faults.note(route, tap.taken());
  }
  expect(refused, 'each sample is answered').toEqual([]);
  expect(faults.report()).toBe('');
});
