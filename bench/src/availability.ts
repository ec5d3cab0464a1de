/** Availability from the mirror over HTTP, compared with a bare Hono answer of the same size. */
import { systemActor } from '@luma-leasing/server/src/unit-of-work.ts';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@luma-leasing/server/src/config.ts';
import { createContext, type Context } from '@luma-leasing/server/src/context.ts';
import { getAvailability } from '@luma-leasing/server/src/features/availability/get-availability.ts';
import { keyOf, scopeOf, seedProperties } from './availability/seed.ts';
import { startChild, type Child } from './lib/child.ts';
import { ask, load, type Target } from './lib/client.ts';
import { quartiles } from './lib/paired.ts';
import {
  freePort,
  startPostgres,
  type StartedPostgres,
} from '@luma-leasing/server/test/start-postgres.ts';
import { throughput } from './lib/race.ts';
import { type Bench, type Row, perSecond, spread } from './lib/report.ts';
import { benchSettings, production } from './lib/settings.ts';

const many = 1_000;
const lanes = 16;
const pairs = 9;
const batchMs = 1_000;
const main = fileURLToPath(import.meta.resolve('@luma-leasing/server/src/main.ts'));
const bareScript = fileURLToPath(new URL('./availability/bare.ts', import.meta.url));

export const bench: Bench = async () => {
  const postgres = await startPostgres(production);
  const served: Served[] = [];
  const children: Child[] = [];
  try {
    const big = await startServer(postgres, many);
    served.push(big);
    // Each request asks for another number of days, so that no kept answer fits.
    const computed: Target = {
      port: big.port,
      path: (turn) =>
        `/api/lumaleasing/tours/availability?days=${14 + (Math.floor(turn / many) % 79)}`,
      headers: (turn) => asking(turn, many),
    };
    const repeated: Target = {
      port: big.port,
      path: () => '/api/lumaleasing/tours/availability',
      headers: (turn) => asking(turn, 10),
    };
    const small = async () => {
      served.push(await startServer(postgres, 1));
      return served.at(-1)!;
    };
    const body = await ask(new Agent(), repeated, 0);
    const barePort = await freePort();
    children.push(await startChild(bareScript, [String(barePort), body], {}, /ready/));
    const bare: Target = { port: barePort, path: () => '/', headers: () => ({}) };
    return [
      await compare('availability computed ÷ bare Hono JSON', 0.2, computed, bare),
      await compare('availability repeated ÷ bare Hono JSON', 0.7, repeated, bare),
      await tail(big, await small()),
    ];
  } finally {
    await Promise.all([...children, ...served.map(({ child }) => child)].map((one) => one.stop()));
    await Promise.all(served.map(({ ctx }) => ctx.database.close()));
    await postgres.stop();
  }
};

// Each request has another address, because reads are limited by address.
const asking = (turn: number, properties: number): Record<string, string> => ({
  'X-API-Key': keyOf(1 + (turn % properties)),
  'X-Forwarded-For': `10.${turn % 250}.${Math.floor(turn / 250) % 250}.${Math.floor(turn / 62_500) % 250}`,
});

interface Served {
  ctx: Context;
  port: number;
  child: Child;
}

async function startServer(postgres: StartedPostgres, properties: number): Promise<Served> {
  const name = `availability_${properties}`;
  await postgres.create(name);
  const settings = benchSettings(postgres.url(name));
  const ctx = await createContext(readConfig(settings));
  await ctx.database.migrate();
  await seedProperties(ctx, properties);
  const port = await freePort();
  const env = { ...settings, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'info' };
  return { ctx, port, child: await startChild(main, [], env, /"msg":"started"/) };
}

async function compare(name: string, goal: number, a: Target, b: Target): Promise<Row> {
  await load(a, lanes, batchMs * 2);
  await load(b, lanes, batchMs * 2);
  const results: { a: number; b: number }[] = [];
  for (let pair = 0; pair < pairs; pair++)
    results.push({
      a: (await load(a, lanes, batchMs)).perSecond,
      b: (await load(b, lanes, batchMs)).perSecond,
    });
  const ratio = quartiles(results.map((one) => one.a / one.b));
  const median = (side: 'a' | 'b') => quartiles(results.map((one) => one[side])).median;
  return {
    name,
    goal: `≥ ${goal}`,
    measured: `${spread(ratio)}; ${perSecond(median('a'))} to ${perSecond(median('b'))}`,
    met: ratio.median >= goal,
  };
}

/** The computation alone, without the cost of HTTP, on the same number of lanes. */
async function tail(big: Served, small: Served): Promise<Row> {
  await latency(small, 1);
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair++)
    ratios.push((await latency(big, many)) / (await latency(small, 1)));
  const ratio = quartiles(ratios);
  return {
    name: `p95 at ${many} properties ÷ at one`,
    goal: '≤ 2',
    measured: spread(ratio),
    met: ratio.median <= 2,
  };
}

/** p95 in milliseconds. */
async function latency({ ctx }: Served, properties: number): Promise<number> {
  const times: number[] = [];
  await throughput(lanes, batchMs, async (turn) => {
    const began = performance.now();
    const scope = scopeOf(1 + (turn % properties));
    await getAvailability({ ctx, scope, actor: systemActor, test: false }, {});
    times.push(performance.now() - began);
  });
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? NaN;
}
