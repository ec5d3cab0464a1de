/** A thousand pushes for one channel: how many calls they cause, and how long each waits for its answer. */
import { Agent, request } from 'node:http';
import { sql } from 'drizzle-orm';
import { syncCalendarJob } from '@luma-leasing/server/src/features/calendars/job-contracts.ts';
import { onLanes } from '../lib/race.ts';
import { quartiles } from '../lib/paired.ts';
import { spread, type Row } from '../lib/report.ts';
import { until } from '../lib/until.ts';
import { atRest, type World } from './world.ts';

const pushes = 1_000;
const lanes = 16;
const bursts = 5;
const most = 5;

interface Channel {
  id: string;
  token: string;
  resourceId: string;
  live: boolean;
}

export async function pushBurst(world: World, eventId: string): Promise<Row[]> {
  const { items } = await world.sandbox.control<{ items: Channel[] }>('GET', 'google/channels');
  const channel = items.find(({ live }) => live)!;
  const listings: number[] = [];
  const tails: number[] = [];
  const middles: number[] = [];
  const seconds: number[] = [];
  for (let burst = 0; burst < bursts; burst++) {
    await world.sandbox.control('DELETE', 'requests');
    const began = performance.now();
    const times = await deliver(world, channel, async (sent) => {
      if (sent === 0) await retitle(world, eventId, `before ${burst}`);
      if (sent === pushes - lanes) await retitle(world, eventId, `during ${burst}`);
    });
    seconds.push((performance.now() - began) / 1_000);
    await until(async () => (await titleOf(world, eventId)) === `during ${burst}`, 20);
    await atRest(world, syncCalendarJob);
    const asked = await world.sandbox.asked();
    listings.push(asked.filter(({ method, path }) => isListing(method, path)).length);
    times.sort((a, b) => a - b);
    middles.push(times[Math.floor(pushes * 0.5)]!);
    tails.push(times[Math.floor(pushes * 0.95)]!);
  }
  await world.sandbox.control('DELETE', 'pushes');
  const worst = Math.max(...listings);
  const tail = quartiles(tails);
  return [
    {
      name: `events.list calls for ${pushes.toLocaleString('en-US')} pushes of one channel`,
      goal: `≤ ${most}`,
      measured: `${spread(quartiles(listings))}, at most ${worst}; in ${quartiles(seconds).median.toFixed(1)} s`,
      met: worst <= most,
    },
    {
      name: `p95 of a push’s answer, ${lanes} at once`,
      goal: '< 250 ms',
      measured: `${spread(tail)} ms; p50 ${spread(quartiles(middles))} ms`,
      met: tail.median < 250,
    },
  ];
}

const isListing = (method: string, path: string) => method === 'GET' && path.endsWith('/events');

const retitle = ({ sandbox }: World, id: string, summary: string) =>
  sandbox.change([id], () => ({ summary }));

async function titleOf({ rows }: World, eventId: string): Promise<string | undefined> {
  const [row] = await rows<{ title: string }>(
    sql`select title from external_calendar_events where provider_event_id = ${eventId}`,
  );
  return row?.title;
}

/** @returns how long each push waited, in milliseconds. An answer that is not 2xx ends the bench. */
async function deliver(
  { url }: World,
  { id, token, resourceId }: Channel,
  before: (sent: number) => Promise<void>,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const times: number[] = [];
  const headers = {
    'Content-Length': '0',
    'X-Goog-Channel-ID': id,
    'X-Goog-Channel-Token': token,
    'X-Goog-Resource-ID': resourceId,
    'X-Goog-Resource-State': 'exists',
  };
  await onLanes(lanes, pushes, async (n) => {
    await before(n);
    const asked = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const options = { method: 'POST', agent, headers };
    request(`${url}/api/lumaleasing/calendar/webhook`, options, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
    const status = await promise;
    if (status < 200 || status > 299) throw new Error(`A push was answered ${status}`);
    times.push(performance.now() - asked);
  });
  agent.destroy();
  return times;
}
