/** Two-way sync: a burst of pushes, the speed of listing, and many tours moved at once. */
import { sql } from 'drizzle-orm';
import type { Bench } from './lib/report.ts';
import { pushBurst } from './sync/burst.ts';
import { movedTours } from './sync/moved.ts';
import { fullSync, incrementalSync } from './sync/throughput.ts';
import { until } from './lib/until.ts';
import { startWorld } from './sync/world.ts';

const events = 10_000;
const changed = 1_000;
const tours = 200;

export const bench: Bench = async () => {
  let ids: string[] = [];
  const world = await startWorld(async (sandbox) => {
    ids = await sandbox.fill(events, 180);
  });
  try {
    const mirrored = sql`select count(*) from external_calendar_events`;
    await until(async () => (await world.value(mirrored)) === events);
    // A push would sync the changes before the measurement does.
    await world.sandbox.control('POST', 'pushes', { mode: 'manual' });
    return [
      ...(await fullSync(world, events)),
      await incrementalSync(world, ids.slice(0, changed)),
      ...(await pushBurst(world, ids.at(-1)!)),
      ...(await movedTours(world, tours)),
    ];
  } finally {
    await world.stop();
  }
};
