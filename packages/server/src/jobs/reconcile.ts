import { isDeepStrictEqual } from 'node:util';
import type { PgBoss, QueueResult } from 'pg-boss';
import type { JobContract } from './contract.ts';

const settingsOf = (contract: JobContract<object>) => ({
  notify: true,
  retryLimit: contract.retries,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: contract.longestGapSeconds,
  expireInSeconds: contract.expireSeconds,
  deleteAfterSeconds: contract.keepSeconds,
  // Without a heartbeat for so long, a worker counts as killed, and others do its jobs.
  heartbeatSeconds: 10,
});

/**
 * Gives the queues of a live database the settings of their contracts. Waiting jobs keep their old ones.
 * @returns the queues that no contract has.
 */
export async function reconcileQueues(
  boss: PgBoss,
  contracts: readonly JobContract<object>[],
): Promise<QueueResult[]> {
  const live = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const contract of contracts) {
    const [known, settings] = [live.get(contract.queue), settingsOf(contract)];
    const policy = contract.keyOf ? 'stately' : 'standard';
    live.delete(contract.queue);
    if (!known) await boss.createQueue(contract.queue, { ...settings, policy });
    else if (known.policy !== policy)
      throw new Error(`The queue ${known.name} is “${known.policy}” for good: rename the job.`);
    else if (!isDeepStrictEqual({ ...known, ...settings }, known))
      await boss.updateQueue(contract.queue, settings);
  }
  return [...live.values()].filter(({ name }) => !name.startsWith('__pgboss__'));
}
