import { jobs } from '../../src/job-table.ts';
import type { Context } from '../../src/context.ts';
import type { Job } from '../../src/jobs/define-job.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import type { World } from '../world.ts';
import { Killed } from './dying.ts';

/** Of these, a test decides when each is run, and which of two goes first. */
const pumped = jobs.filter(({ contract }) =>
  ['sync-calendar', 'sync-tour', 'sync-appointment', 'remove-event', 'verify-tour'].includes(
    contract.name,
  ),
);

/** How often each was tried, by name and payload: it may be given up after the last time. */
const tries = new Map<string, number>();

/**
 * Runs one waiting job, the `pick`-th kind first. What fails is put again at once.
 * @param as the process that runs it, which may die of it.
 * @returns false: none waits.
 */
export async function pumpOne(world: World, pick = 0, as: Context = world.ctx): Promise<boolean> {
  for (let turn = 0; turn < pumped.length; turn++) {
    const job = pumped[(pick + turn) % pumped.length]!;
    const [found] = await world.ctx.queue.boss.fetch<object>(job.contract.queue);
    if (!found) continue;
    await run(world, job, found.id, found.data, as);
    return true;
  }
  return false;
}

async function run(world: World, job: Job, id: string, data: object, as: Context): Promise<void> {
  const { boss } = world.ctx.queue;
  const { name, queue, retries } = job.contract;
  const key = `${name} ${JSON.stringify(data)}`;
  const tried = tries.get(key) ?? 0;
  let again = false;
  try {
    await job.handle(as, data, { last: tried >= retries });
    tries.delete(key);
  } catch (error) {
    // Anything else is a fault of ours, which no provider's fault excuses.
    if (!(error instanceof RetryLater) && !(error instanceof Killed) && !isProviders(error))
      throw error;
    again = error instanceof RetryLater || tried < retries;
    tries.set(key, again ? tried + 1 : 0);
    // Whoever waits for a killed process misses it after a while.
    if (error instanceof Killed) await world.setTime(world.clock.now() + 31_000);
  }
  await boss.complete(queue, id);
  if (again) await world.ctx.queue.enqueue(world.ctx.db, job.contract, data);
}

const isProviders = (error: unknown) => error instanceof Error && error.name === 'CalendarError';
