import { expect } from 'vitest';
import type { JobContract } from '../src/jobs/contract.ts';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

type Queue = Pick<JobContract<object>, 'queue'>;

/** All jobs of these contracts, including ended ones. */
export async function jobsOf({ ctx }: Pick<World, 'ctx'>, ...contracts: Queue[]) {
  const found = await Promise.all(contracts.map(({ queue }) => ctx.queue.boss.findJobs(queue)));
  return found.flat();
}

/** Waits until no job of these contracts waits or runs. */
export const atRest = (world: Pick<World, 'ctx'>, ...contracts: Queue[]) =>
  eventually(async () => {
    const jobs = await jobsOf(world, ...contracts);
    expect(jobs.filter(({ state }) => ['created', 'active', 'retry'].includes(state))).toEqual([]);
  });
