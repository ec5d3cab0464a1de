/**
 * Jobs are put by a statement of our own: as a part of a larger one they cost no round trip, and exist exactly when what
 * makes them necessary does. `put-jobs.test.ts` proves that it writes what pg-boss's `send` writes, column by column.
 */
import { createHash } from 'node:crypto';
import { statement } from '../db/statement.ts';
import type { JobContract } from './contract.ts';

/**
 * A job whose key waits already folds into that one, which then comes as early and as high as the more urgent of both.
 * The row is locked to the end of the transaction: no worker takes the old job before what the new one is about is
 * committed.
 * @param wanted where rows stand of `queue`, `payload` (jsonb), `key` (`JobContract.keyOf`, or null), `priority` and
 * `delay` (seconds). No key comes twice.
 */
export const putJobs = (wanted: string): string => `
  insert into pgboss.job_common as waiting (name, data, priority, singleton_key, group_id, start_after, created_on,
    keep_until, expire_seconds, deletion_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy,
    dead_letter, heartbeat_seconds)
  select queue.name, wanted.payload, wanted.priority, wanted.key, wanted.key,
    pgboss.job_now() + wanted.delay * interval '1s', pgboss.job_now(),
    pgboss.job_now() + (wanted.delay + queue.retention_seconds) * interval '1s', queue.expire_seconds,
    queue.deletion_seconds, queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max,
    queue.policy, queue.dead_letter, queue.heartbeat_seconds
  from ${wanted} join pgboss.queue on queue.name = wanted.queue
  on conflict (name, state, coalesce(singleton_key, '')) where state <= 'active' and policy = 'stately'
  do update set priority = greatest(waiting.priority, excluded.priority),
    start_after = least(waiting.start_after, excluded.start_after)
  where waiting.priority < excluded.priority or waiting.start_after > excluded.start_after
  returning name, start_after`;

/** Wakes the workers when the transaction is committed. An expression, to be selected. @param jobs where `putJobs` stands. */
export const announceJobs = (jobs: string): string =>
  `(select count(pg_notify('${channel}', name)) from ${jobs} where start_after <= pgboss.job_now())`;

const channel = `pgboss_${createHash('sha224').update('pgboss').digest('hex').slice(0, 24)}`;

/** What a statement of ours selects as a row of `wanted`. @param payload SQL, as the next. */
export const wantedJob = (
  { queue, priority }: Pick<JobContract<object>, 'queue' | 'priority'>,
  payload: string,
  key: string,
): string =>
  `'${queue}' as queue, ${payload} as payload, ${key} as key, ${priority} as priority, 0 as delay`;

/** @param jobs JSON: a list of such rows. */
export const putAll = statement<{ jobs: string }>(
  { jobs: 'jsonb' },
  ({ jobs }) => `
    with job as (${putJobs(`jsonb_to_recordset(${jobs})
      as wanted(queue text, payload jsonb, key text, priority integer, delay float8)`)})
    select ${announceJobs('job')} as announced`,
);
