import { sql, type SQL } from 'drizzle-orm';
import { fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { Config } from '../config.ts';
import { rowsOf, type Database, type Tx } from '../db/client.ts';
import { statement, toSql } from '../db/statement.ts';
import type { Log } from '../lib/log.ts';
import type { JobContract } from './contract.ts';
import { announceJobs, putJobs } from './put-jobs.ts';

export interface EnqueueOptions {
  /** Seconds to wait. */
  delaySeconds?: number;
}

/** Where work for later is put: in the transaction that makes it necessary, or it is lost or done for nothing. */
export interface Queue {
  readonly boss: PgBoss;
  enqueue<Payload extends object>(
    tx: Tx,
    job: JobContract<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** The same for many at once: one statement. */
  enqueueAll<Payload extends object>(
    tx: Tx,
    job: JobContract<Payload>,
    payloads: readonly Payload[],
  ): Promise<void>;
}

const putAll = statement<{ jobs: string }>(
  { jobs: 'jsonb' },
  ({ jobs }) => `
    with job as (${putJobs(`jsonb_to_recordset(${jobs}) as wanted(name text, payload jsonb, key text)`)})
    select ${announceJobs('job')} as announced`,
);

export function createQueue(config: Config, database: Database, log: Log): Queue {
  const boss = new PgBoss({
    ...(database.pglite
      ? { db: fromPglite(database.pglite), backend: 'pglite' }
      : { connectionString: config.DATABASE_URL!, max: 4 }),
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 2,
    // Which keys are busy is read from this: a job of a busy key must not keep the others from being fetched.
    queueCacheIntervalSeconds: 2,
    supervise: config.ROLE !== 'api',
    schedule: config.ROLE !== 'api',
  });
  boss.on('error', (err) => log.error({ err }, 'job queue'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'job queue'));
  return {
    boss,
    enqueue: async (tx, job, payload, options = {}) => {
      const execute = async (query: unknown) => ({
        rows: rowsOf<Record<string, unknown>>(await tx.execute(query as SQL)),
      });
      await boss.send(job.name, payload, {
        db: fromDrizzle({ execute }, sql),
        ...(options.delaySeconds ? { startAfter: options.delaySeconds } : {}),
        ...(job.keyOf ? { singletonKey: job.keyOf(payload) } : {}),
      });
    },
    enqueueAll: async (tx, { name, keyOf }, payloads) => {
      if (payloads.length === 0) return;
      const jobs = payloads.map((payload) => ({ name, payload, key: keyOf?.(payload) ?? null }));
      await tx.execute(toSql(putAll({ jobs: JSON.stringify(jobs) })));
    },
  };
}
