/**
 * pg-boss's `send` as a part of our own statement: a job costs no round trip, and exists exactly when what makes it
 * necessary does. `put-jobs.test.ts` proves that it writes what `send` writes, column by column.
 */
import { createHash } from 'node:crypto';

/** @param wanted where rows stand of `name`, `payload` (jsonb) and `key` (`JobContract.keyOf`, or null). */
export const putJobs = (wanted: string): string => `
  insert into pgboss.job_common (name, data, singleton_key, start_after, created_on, keep_until, expire_seconds,
    deletion_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  select queue.name, wanted.payload, wanted.key, pgboss.job_now(), pgboss.job_now(),
    pgboss.job_now() + queue.retention_seconds * interval '1s', queue.expire_seconds, queue.deletion_seconds,
    queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max, queue.policy,
    queue.dead_letter, queue.heartbeat_seconds
  from ${wanted} join pgboss.queue on queue.name = wanted.name
  on conflict do nothing
  returning name`;

/** Wakes the workers when the transaction is committed. An expression, to be selected. @param jobs where `putJobs` stands. */
export const announceJobs = (jobs: string): string =>
  `(select count(pg_notify('${channel}', name)) from ${jobs})`;

const channel = `pgboss_${createHash('sha224').update('pgboss').digest('hex').slice(0, 24)}`;
