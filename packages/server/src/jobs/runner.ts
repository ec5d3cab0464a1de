import { sql } from 'drizzle-orm';
import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { Context } from '../context.ts';
import { rowsOf } from '../db/client.ts';
import type { Job, Schedule } from './define-job.ts';
import { RetryLater } from './retry-later.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Creates the queues and starts the workers.
 * A job that fails is retried with backoff; one told when to come back is put again with that delay.
 */
export async function startJobs(ctx: Context, jobs: Job[], schedules: Schedule[]): Promise<void> {
  const { boss } = ctx.queue;
  await boss.start();
  await grantSending(ctx);
  for (const { contract } of jobs) {
    await boss.createQueue(contract.name, {
      notify: true,
      ...(contract.keyOf ? { policy: 'stately' as const } : {}),
      retryLimit: contract.retries,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 64,
      expireInSeconds: 120,
      // A killed worker's jobs go to another as soon as they are missed.
      heartbeatSeconds: 10,
    });
    // A first send inside a PGlite transaction would wait for ever for this cache.
    await boss.findJobs(contract.name, { id: nobody });
  }
  if (ctx.config.ROLE === 'api') return;
  if (ctx.database.pglite) await releaseKilled(ctx);
  const byTheClock = new Set(schedules.map(({ job }) => job.contract.name));
  for (const job of jobs) {
    const workers = byTheClock.has(job.contract.name) ? 1 : workersAQueue;
    for (let n = 0; n < workers; n++) await startWorker(ctx, job, n);
  }
  for (const { name } of await boss.getSchedules())
    if (!byTheClock.has(name)) await boss.unschedule(name);
  for (const { job, cron } of schedules) await boss.schedule(job.contract.name, cron);
}

// The tenant's role sends in its own transaction; it can do nothing else with the queue. Servers that start
// together take turns, since Postgres refuses concurrent grants on one object.
async function grantSending(ctx: Context): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('luma_grants', 0))`);
    for (const grant of [
      'GRANT USAGE ON SCHEMA pgboss TO luma_tenant, luma_system',
      'GRANT SELECT, INSERT ON pgboss.job_common TO luma_tenant, luma_system',
      'GRANT SELECT ON pgboss.queue TO luma_tenant, luma_system',
    ])
      await tx.execute(sql.raw(grant));
  });
}

// An embedded database has one process: what it finds being done, a killed one left. On Postgres only a missed
// heartbeat tells.
async function releaseKilled(ctx: Context): Promise<void> {
  const left = await ctx.db.execute(sql`SELECT name, id FROM pgboss.job WHERE state = 'active'`);
  for (const { name, id } of rowsOf<{ name: string; id: string }>(left))
    await ctx.queue.boss.fail(name, id, { message: 'its server was killed' });
}

/** How many jobs of a queue one process does at once. */
const workersAQueue = 4;

// One job at a time: of a batch none is done before the slowest is. Wake-ups that come meanwhile are one, and
// none says how many jobs there are: so who has done a job looks for the next, and rests when there is none.
async function startWorker(ctx: Context, job: Job, n: number): Promise<void> {
  const { boss } = ctx.queue;
  const options = {
    includeMetadata: true,
    perJobResults: true,
    batchSize: 1,
    pollingIntervalSeconds: 0.5,
    // New jobs announce themselves; delayed and retried ones are found by looking. One worker looks often, the others
    // seldom, lest it be held up: an embedded database does one thing at a time.
    notifyPollingIntervalSeconds: n === 0 ? 2 : 6,
  } as const;
  const id: string = await boss.work(
    job.contract.name,
    options,
    async (batch: JobWithMetadata<object>[]) => {
      const results = await Promise.all(batch.map((one) => settle(ctx, job, one)));
      boss.notifyWorker(id);
      return results;
    },
  );
}

async function settle(ctx: Context, job: Job, one: JobWithMetadata<object>): Promise<JobResult> {
  const { name } = job.contract;
  const end = ctx.metrics.jobs.startTimer({ job: name });
  try {
    await job.handle(ctx, one.data, { last: one.retryCount >= one.retryLimit });
    end({ outcome: 'done' });
    return { id: one.id, status: 'completed' };
  } catch (err) {
    if (err instanceof RetryLater) {
      const { keyOf } = job.contract;
      await ctx.queue.boss.send(name, one.data, {
        startAfter: err.seconds,
        ...(keyOf ? { singletonKey: keyOf(one.data) } : {}),
      });
      end({ outcome: 'later' });
      return { id: one.id, status: 'completed' };
    }
    ctx.log.warn({ err, job: name, id: one.id, attempt: one.retryCount + 1 }, 'job failed');
    end({ outcome: 'failed' });
    return { id: one.id, status: 'failed' };
  }
}
