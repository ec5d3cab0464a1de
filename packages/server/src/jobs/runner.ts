import { sql } from 'drizzle-orm';
import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { Context } from '../context.ts';
import { rowsOf } from '../db/client.ts';
import { restrictQueue } from './access.ts';
import { declareJob, ordinaryConcurrency, queueName } from './contract.ts';
import type { Job, RetiredQueue, Schedule } from './define-job.ts';
import { reconcileQueues } from './reconcile.ts';
import { RetryLater } from './retry-later.ts';

/**
 * Brings the queues in line with the contracts, and starts the workers.
 * @param retired queues of earlier versions.
 */
export async function startJobs(
  ctx: Context,
  jobs: Job[],
  schedules: Schedule[],
  retired: RetiredQueue[] = [],
): Promise<void> {
  const { boss } = ctx.queue;
  await boss.start();
  await restrictQueue(ctx);
  const beside = await reconcileQueues(
    boss,
    jobs.map(({ contract }) => contract),
  );
  if (ctx.config.ROLE === 'api') return;
  if (ctx.database.pglite) await releaseKilled(ctx);
  for (const job of jobs)
    for (let n = 0; n < workersFor(ctx, job); n++) await startWorker(ctx, job, n);
  const known = [...retired, ...jobs.map(ofAnotherPolicy)];
  for (const { name, queuedCount } of beside) {
    const old = known.find(({ queue }) => queue === name);
    if (old) await handOn(ctx, old);
    else ctx.log.warn({ queue: name, waiting: queuedCount }, 'a queue of nobody is left alone');
  }
  const byTheClock = new Set(schedules.map(({ job }) => job.contract.queue));
  for (const { name } of await boss.getSchedules())
    if (!byTheClock.has(name)) await boss.unschedule(name);
  for (const { job, cron } of schedules) await boss.schedule(job.contract.queue, cron);
}

// An embedded database has one process. At its start, active jobs are those of a killed one. On Postgres only a
// missing heartbeat shows that a worker was killed.
async function releaseKilled(ctx: Context): Promise<void> {
  const activeJobs = await ctx.db.execute(
    sql`SELECT name, id FROM pgboss.job WHERE state = 'active'`,
  );
  for (const { name, id } of rowsOf<{ name: string; id: string }>(activeJobs))
    await ctx.queue.boss.fail(name, id, { message: 'its server was killed' });
}

/** The setting `WORKERS` scales the concurrency of a contract, but one at a time stays one. */
function workersFor({ config }: Context, { contract }: Job): number {
  const { concurrency } = contract;
  return concurrency === 1 ? 1 : Math.ceil((concurrency * config.WORKERS) / ordinaryConcurrency);
}

/** The queue of a contract's jobs before it got, or lost, its `keyOf`. */
const ofAnotherPolicy = ({ contract }: Job): RetiredQueue => ({
  queue: queueName(contract.name, contract.keyOf === undefined),
  handle: (ctx, payload) => ctx.queue.enqueue(ctx.db, contract, payload),
});

async function handOn(ctx: Context, { queue, handle }: RetiredQueue): Promise<void> {
  const contract = { ...declareJob({ name: queue, concurrency: 1 }), queue };
  await startWorker(ctx, { contract, handle }, 0);
}

// A worker takes one job at a time, because the jobs of a batch end only with the slowest. Wake-ups merge and do
// not count jobs, so a worker looks for another job after each one, and rests when there is none.
async function startWorker(ctx: Context, job: Job, n: number): Promise<void> {
  const { boss } = ctx.queue;
  const { queue, keyOf } = job.contract;
  const options = {
    includeMetadata: true,
    perJobResults: true,
    batchSize: 1,
    // The group is the key, so that a job with a busy key does not block the others.
    ...(keyOf ? { groupConcurrency: 1 } : {}),
    pollingIntervalSeconds: 0.5,
    // Workers are woken for new jobs, and look for delayed and retried ones. One of them looks often, the others
    // seldom, because an embedded database does one thing at a time.
    notifyPollingIntervalSeconds: n === 0 ? 2 : 6,
  } as const;
  const id: string = await boss.work(queue, options, async (batch: JobWithMetadata<object>[]) => {
    const results = await Promise.all(batch.map((one) => settle(ctx, job, one)));
    boss.notifyWorker(id);
    return results;
  });
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
      const { priority } = one;
      await ctx.queue.enqueue(ctx.db, job.contract, one.data, {
        delaySeconds: err.seconds,
        priority,
      });
      end({ outcome: 'later' });
      return { id: one.id, status: 'completed' };
    }
    ctx.log.warn({ err, job: name, id: one.id, attempt: one.retryCount + 1 }, 'job failed');
    end({ outcome: 'failed' });
    return { id: one.id, status: 'failed' };
  }
}
