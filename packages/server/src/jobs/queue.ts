import { fromPglite, PgBoss } from 'pg-boss';
import type { Config } from '../config.ts';
import type { Database, Tx } from '../db/client.ts';
import { queueLimits, settingsOf } from '../db/time-limits.ts';
import { toSql } from '../db/statement.ts';
import type { Log } from '../lib/log.ts';
import type { JobContract } from './contract.ts';
import { putJobsStatement } from './put-jobs.ts';

export interface EnqueueOptions {
  /** The job may not run before so many seconds. */
  delaySeconds?: number;
  /** Absent: the contract's. */
  priority?: number;
}

/**
 * The queue of jobs. Add a job in the transaction that makes it necessary; otherwise it may be lost, or done
 * without its cause.
 */
export interface Queue {
  readonly boss: PgBoss;
  enqueue<Payload extends object>(
    tx: Pick<Tx, 'execute'>,
    job: JobContract<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** The same for many jobs, in one statement. */
  enqueueAll<Payload extends object>(
    tx: Pick<Tx, 'execute'>,
    job: JobContract<Payload>,
    payloads: readonly Payload[],
    options?: EnqueueOptions,
  ): Promise<void>;
}

// node-postgres checks the certificate for sslmode=require; libpq and Postgres.js do not. Most hosts have a
// certificate of their own, which would be refused.
const asLibpq = (url: string): string =>
  /[?&]sslmode=/.test(url) ? `${url}&uselibpqcompat=true` : url;

export function createQueue(config: Config, database: Database, log: Log): Queue {
  const boss = new PgBoss({
    ...(database.pglite
      ? { db: fromPglite(database.pglite), backend: 'pglite' }
      : {
          // pg-boss uses LISTEN and rebuilds indexes, which a pooler in transaction mode does not support.
          connectionString: asLibpq((config.DATABASE_DIRECT_URL ?? config.DATABASE_URL)!),
          max: config.QUEUE_POOL_SIZE,
          options: Object.entries(settingsOf(queueLimits))
            .map(([name, value]) => `-c ${name}=${value}`)
            .join(' '),
        }),
    useListenNotify: true,
    // After this and its jobs' heartbeat, a killed worker is noticed.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 2,
    // Ended jobs are deleted this often: polls of thousands of calendars leave a million of them a day.
    maintenanceIntervalSeconds: 600,
    supervise: config.ROLE !== 'api',
    schedule: config.ROLE !== 'api',
  });
  boss.on('error', (err) => log.error({ err }, 'job queue'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'job queue'));
  const enqueueAll: Queue['enqueueAll'] = async (tx, contract, payloads, options = {}) => {
    if (payloads.length === 0) return;
    const { queue, keyOf, priority } = contract;
    const { delaySeconds: delay = 0 } = options;
    const jobs = payloads.map((payload) => ({
      queue,
      payload,
      key: keyOf?.(payload) ?? null,
      priority: options.priority ?? priority,
      delay,
    }));
    await tx.execute(toSql(putJobsStatement({ jobs: JSON.stringify(inOrder(jobs)) })));
  };
  return {
    boss,
    enqueue: (tx, contract, payload, options) => enqueueAll(tx, contract, [payload], options),
    enqueueAll,
  };
}

// One job of each key, sorted by key: otherwise two callers with the same jobs could wait for each other.
function inOrder<Job extends { key: string | null }>(jobs: readonly Job[]): Job[] {
  const byKey = Map.groupBy(jobs, ({ key }) => key);
  return [...byKey]
    .toSorted(([one], [other]) => ((one ?? '') < (other ?? '') ? -1 : 1))
    .flatMap(([key, its]) => (key === null ? its : its.slice(0, 1)));
}
