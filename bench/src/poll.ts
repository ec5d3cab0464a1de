/** A thousand properties of one organization while all their calendars are polled: kept answers, pushes, and memory. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { keyOf } from './availability/seed.ts';
import { startChild, type Child } from './lib/child.ts';
import { ask, load, type Target } from './lib/client.ts';
import { quartiles } from './lib/paired.ts';
import { perSecond, spread, type Bench, type Row } from './lib/report.ts';
import { span } from './lib/sandbox.ts';
import { startPolled, type Polled } from './poll/world.ts';
import { freePort } from '@luma-leasing/server/test/start-postgres.ts';
import { fileURLToPath } from 'node:url';

const properties = 1_000;
const lanes = 16;
const pairs = 15;
const batchMs = 1_000;
const pushes = 100;
/** Shares no divisor with how many calendars there are. */
const stride = 1_237;
const bareScript = fileURLToPath(new URL('./availability/bare.ts', import.meta.url));

export const bench: Bench = async () => {
  const world = await startPolled(properties);
  const children: Child[] = [];
  try {
    const repeated: Target = {
      port: world.port,
      path: () => '/api/lumaleasing/tours/availability',
      // Reads are limited by address, so each asks from another.
      headers: (turn) => ({
        'X-API-Key': keyOf(1 + (turn % 10)),
        'X-Forwarded-For': `10.${turn % 250}.${Math.floor(turn / 250) % 250}.1`,
      }),
    };
    const body = await ask(new Agent(), repeated, 0);
    const port = await freePort();
    children.push(await startChild(bareScript, [String(port), body], {}, /ready/));
    const bare: Target = { port, path: () => '/', headers: () => ({}) };
    await world.polling();
    const memory = watchMemory(world.pid);
    const ratio = await compare(world, repeated, bare);
    return [ratio, await heard(world), memory.stop()];
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await world.stop();
  }
};

async function compare(world: Polled, repeated: Target, bare: Target): Promise<Row> {
  await load(repeated, lanes, batchMs * 2);
  await load(bare, lanes, batchMs * 2);
  const [polledBefore, began] = [await world.polls(), performance.now()];
  const results: { a: number; b: number }[] = [];
  for (let pair = 0; pair < pairs; pair++)
    results.push({
      a: (await load(repeated, lanes, batchMs)).perSecond,
      b: (await load(bare, lanes, batchMs)).perSecond,
    });
  const polled = ((await world.polls()) - polledBefore) / ((performance.now() - began) / 1_000);
  const ratio = quartiles(results.map(({ a, b }) => a / b));
  const median = (side: 'a' | 'b') => quartiles(results.map((one) => one[side])).median;
  return {
    name: `availability repeated ÷ bare Hono JSON, while the organization’s 3,000 calendars are polled`,
    goal: '≥ 0.7',
    measured: `${spread(ratio)}; ${perSecond(median('a'))} to ${perSecond(median('b'))}, ${polled.toFixed(1)} polls/s`,
    met: ratio.median >= 0.7 && polled > 0,
  };
}

/** From a change in a calendar, whose push arrives at once, to the mirror that knows of it. */
async function heard(world: Polled): Promise<Row> {
  const times: number[] = [];
  const before = await world.polls();
  for (let n = 0; n < pushes; n++) {
    // In no order that the poll has, too: a calendar that it looked at this second is given a breath first.
    const calendar = world.calendars[(n * stride) % world.calendars.length]!;
    const id = await world.change(calendar, {
      summary: 'Moved in',
      ...span(Date.now() + 86_400_000, 30),
    });
    const known = world.mirrored(id);
    const began = performance.now();
    await push(world.port, calendar.channel);
    await known;
    times.push((performance.now() - began) / 1_000);
  }
  times.sort((one, other) => one - other);
  const p95 = times[Math.floor(times.length * 0.95)]!;
  const polled = (await world.polls()) - before;
  return {
    name: 'a push → the mirror knows, while they are polled',
    goal: 'p95 < 2 s',
    measured: `p95 ${p95.toFixed(2)} s, median ${quartiles(times).median.toFixed(2)} s; ${polled} polls meanwhile`,
    met: p95 < 2,
  };
}

async function push(port: number, channel: { id: string; token: string }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = {
    'Content-Length': '0',
    'X-Goog-Channel-ID': channel.id,
    'X-Goog-Channel-Token': channel.token,
    'X-Goog-Resource-ID': 'resource',
    'X-Goog-Resource-State': 'exists',
  };
  request(
    { host: '127.0.0.1', port, method: 'POST', path: '/api/lumaleasing/calendar/webhook', headers },
    (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0)),
  )
    .once('error', reject)
    .end();
  const status = await promise;
  if (status < 200 || status > 299) throw new Error(`A push was answered ${status}`);
}

/** The most that a process has had in memory, as the kernel counts it. */
function watchMemory(pid: number): { stop(): Row } {
  const megabytes = (field: string) => {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    );
    return Number(found?.[1]) / 1_000;
  };
  const began = megabytes('VmRSS');
  return {
    stop: () => {
      const [most, ended] = [megabytes('VmHWM'), megabytes('VmRSS')];
      return {
        name: 'memory of that server',
        goal: '< 400 MB',
        measured: `at most ${most.toFixed(0)} MB; ${began.toFixed(0)} → ${ended.toFixed(0)} MB`,
        met: most < 400,
      };
    },
  };
}
