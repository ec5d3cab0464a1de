/**
 * Our own SQL inserts jobs. As a part of a larger statement it costs no round trip, and the job exists exactly when
 * its cause does. `put-jobs.test.ts` proves that it writes what pg-boss's `send` writes, column by column.
 */
import { createHash } from 'node:crypto';
import { statement } from '../db/statement.ts';
import type { JobContract } from './contract.ts';

/**
 * Inserts jobs. A job folds into the waiting job of its key, which gets the earlier start and the higher priority,
 * and is locked, so that no worker takes it before the commit.
 * @param wanted a relation with the columns `queue`, `payload` (jsonb), `key` (`JobContract.keyOf`, or null),
 *   `priority` and `delay` (seconds). No key may occur twice.
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

/**
 * An SQL expression, to be selected, that wakes the workers at the commit.
 * @param jobs the relation that `putJobs` makes.
 */
export const announceJobs = (jobs: string): string =>
  `(select count(pg_notify('${channel}', name)) from ${jobs} where start_after <= pgboss.job_now())`;

const channel = `pgboss_${createHash('sha224').update('pgboss').digest('hex').slice(0, 24)}`;

/** A `select` of one row of `wanted`. @param payload an SQL expression, like the parameters after it. */
export const wantedJob = (
  { queue, priority }: Pick<JobContract<object>, 'queue' | 'priority'>,
  payload: string,
  key: string,
): string =>
  `'${queue}' as queue, ${payload} as payload, ${key} as key, ${priority} as priority, 0 as delay`;

/** @param jobs JSON: a list of rows of `wanted`. */
export const putJobsStatement = statement<{ jobs: string }>(
  { jobs: 'jsonb' },
  ({ jobs }) => `
    with job as (${putJobs(`jsonb_to_recordset(${jobs})
      as wanted(queue text, payload jsonb, key text, priority integer, delay float8)`)})
    select ${announceJobs('job')} as announced`,
);
