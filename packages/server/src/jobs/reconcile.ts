import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { PgBoss, QueueResult } from 'pg-boss';
import type { Context } from '../context.ts';
import { rowsOf } from '../db/client.ts';
import type { JobContract } from './contract.ts';

const settingsOf = (contract: JobContract<object>) => ({
  notify: true,
  retryLimit: contract.retries,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: contract.longestGapSeconds,
  expireInSeconds: contract.expireSeconds,
  deleteAfterSeconds: contract.keepSeconds,
  // A killed worker's jobs go to another as soon as they are missed.
  heartbeatSeconds: 10,
});

/**
 * Makes the queues of a live database as the contracts say. Jobs that wait keep the terms they were put on.
 * @returns what queues there are beside.
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

/**
 * Deletes the queues that no contract names any more, once they are empty, and no server that still puts jobs into them
 * can run beside this one: what handed their jobs on was started more than a day ago.
 */
export async function dropRetiredQueues(
  { db, log, queue }: Context,
  contracts: readonly Pick<JobContract<object>, 'queue'>[],
): Promise<void> {
  const named = contracts.map((contract) => contract.queue);
  const retired = await db.execute(sql`
    select name from pgboss.queue
    where name not in ${named} and name not like '\\_\\_pgboss\\_\\_%'
      and updated_on < pgboss.job_now() - interval '1 day'
      and not exists (select from pgboss.job_common as job where job.name = queue.name)`);
  for (const { name } of rowsOf<{ name: string }>(retired)) {
    await queue.boss.deleteQueue(name);
    log.info({ queue: name }, 'a queue that nobody needs any more is gone');
  }
}
