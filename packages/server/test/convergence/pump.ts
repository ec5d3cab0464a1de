import { jobs } from '../../src/job-table.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import type { Job } from '../../src/jobs/define-job.ts';
import type { World } from '../world.ts';

/** Of these, a test decides when each is run, and which of two goes first. */
const pumped = jobs.filter(({ contract }) =>
  ['sync-calendar', 'sync-tour', 'remove-tour-event', 'remove-stray-event', 'verify-tour'].includes(
    contract.name,
  ),
);

/** Runs one waiting job, the `pick`-th kind first. False: none waits. What fails is put again at once. */
export async function pumpOne(world: World, pick = 0): Promise<boolean> {
  for (let turn = 0; turn < pumped.length; turn++) {
    const job = pumped[(pick + turn) % pumped.length]!;
    const [found] = await world.ctx.queue.boss.fetch<object>(job.contract.name);
    if (!found) continue;
    await run(world, job, found.id, found.data);
    return true;
  }
  return false;
}

async function run(world: World, job: Job, id: string, data: object): Promise<void> {
  const { boss } = world.ctx.queue;
  const { name, keyOf } = job.contract;
  let again = false;
  try {
    await job.handle(world.ctx, data, { last: false });
  } catch (error) {
    // Anything else is a fault of ours, which no provider's fault excuses.
    if (!(error instanceof RetryLater) && !isProviders(error)) throw error;
    again = true;
  }
  await boss.complete(name, id);
  if (again) await boss.send(name, data, keyOf ? { singletonKey: keyOf(data) } : {});
}

const isProviders = (error: unknown) => error instanceof Error && error.name === 'CalendarError';
