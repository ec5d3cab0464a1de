import { jobs } from '../../src/job-table.ts';
import type { Context } from '../../src/context.ts';
import type { Job } from '../../src/jobs/define-job.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import type { World } from '../world.ts';
import { Killed } from './dying.ts';

/** The jobs that the test runs itself, so that it decides their order. */
const pumped = jobs.filter(({ contract }) =>
  ['sync-calendar', 'sync-tour', 'sync-appointment', 'remove-event', 'verify-tour'].includes(
    contract.name,
  ),
);

/** The number of tries of each job, by name and payload. A job may be given up after its last try. */
const tries = new Map<string, number>();

/**
 * Runs one waiting job; the `pick`-th kind is looked for first. A failed job is queued again at once.
 * @param as the context of the process that runs it, which may be killed in it.
 * @returns false: no job waits.
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
  let triesAgain = false;
  try {
    await job.handle(as, data, { last: tried >= retries });
    tries.delete(key);
  } catch (error) {
    // Any other error is a fault of ours, which no fault of the provider excuses.
    if (!(error instanceof RetryLater) && !(error instanceof Killed) && !isProviders(error))
      throw error;
    triesAgain = error instanceof RetryLater || tried < retries;
    tries.set(key, triesAgain ? tried + 1 : 0);
    // After this time others treat the killed process as dead.
    if (error instanceof Killed) await world.pass(31_000);
  }
  await boss.complete(queue, id);
  if (triesAgain) await world.ctx.queue.enqueue(world.ctx.db, job.contract, data);
}

const isProviders = (error: unknown) => error instanceof Error && error.name === 'CalendarError';
