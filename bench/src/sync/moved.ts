/** Many tours moved in the calendar at once: how fast the tours follow. */
import { sql } from 'drizzle-orm';
import { syncCalendarJob } from '@luma-leasing/server/src/features/calendars/job-contracts.ts';
import { syncTourJob } from '@luma-leasing/server/src/features/tours/job-contracts.ts';
import { subjects, wholePost } from '../booking/work.ts';
import { quartiles } from '../lib/paired.ts';
import { perSecond, spread, type Row } from '../lib/report.ts';
import { span } from '../lib/sandbox.ts';
import { until } from '../lib/until.ts';
import { atRest, type World } from './world.ts';

const rounds = 5;
const hour = 3_600_000;

interface Booked {
  eventId: string;
  startsAt: number;
}

export async function movedTours(world: World, count: number): Promise<Row[]> {
  const tours = await book(world, count);
  const ids = tours.map(({ eventId }) => eventId);
  const speeds: number[] = [];
  const calls: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    // All tours move ten minutes forth or back, so that none collides with another.
    const by = (round % 2) * 10 * 60_000;
    await world.sandbox.control('POST', 'pushes', { mode: 'manual' });
    await world.sandbox.change(ids, (n) => span(tours[n]!.startsAt + by, 30));
    await world.sandbox.control('DELETE', 'requests');
    // A calendar that was just synced is not synced again at once.
    await until(() => isRested(world));
    const began = performance.now();
    await world.sandbox.control('POST', 'pushes', { mode: 'auto' });
    await until(async () => (await followed(world, by)) === count);
    speeds.push(count / ((performance.now() - began) / 1_000));
    await atRest(world, syncCalendarJob, syncTourJob);
    const asked = await world.sandbox.asked();
    calls.push(asked.filter(({ path }) => path.startsWith('/calendar/v3/')).length / count);
  }
  const speed = quartiles(speeds);
  const cost = quartiles(calls);
  return [
    {
      name: `${count} tours moved in the calendar at once: followed and agreed`,
      // Google allows 600 calls a minute for one account, and each tour needs two.
      goal: '≥ 5/s',
      measured: `${perSecond(speed.median)} [${Math.round(speed.q1)}–${Math.round(speed.q3)}]`,
      met: speed.median >= 5,
    },
    {
      name: 'calls of the calendar for each of them',
      goal: '≤ 3',
      measured: spread(cost),
      met: cost.median <= 3,
    },
  ];
}

/** Books tours an hour apart, and waits until all are in the calendar. */
async function book(world: World, count: number): Promise<Booked[]> {
  const { unit, rows } = world;
  const first = Math.ceil(Date.now() / hour) * hour + 24 * hour;
  const write = wholePost(unit, await subjects(unit), first);
  for (let n = 0; n < count; n++) await write(n);
  await until(
    async () =>
      (await world.value(
        sql`select count(*) from calendar_events where sync_status = 'synced'`,
      )) === count,
  );
  await atRest(world, syncCalendarJob, syncTourJob);
  const found = await rows<{ event_id: string; starts_at: string }>(sql`
    select provider_event_id as event_id, starts_at::text from calendar_events
    join tour_bookings on tour_bookings.id = tour_id order by starts_at`);
  return found.map((row) => ({ eventId: row.event_id, startsAt: Date.parse(row.starts_at) }));
}

const isRested = async ({ value }: World) =>
  (await value(sql`
    select count(*) from agent_calendars where last_attempt_at > now() - interval '2 seconds'`)) ===
  0;

/** A whole hour is where a tour began. */
const followed = ({ value }: World, by: number) =>
  value(sql`
    select count(*) from tour_bookings join calendar_events on tour_id = tour_bookings.id
    where sync_status = 'synced' and extract(minute from starts_at) = ${by / 60_000}::int`);
