import { sql } from 'drizzle-orm';
import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { Context } from '../context.ts';
import { rowsOf } from '../db/client.ts';
import { restrictQueue } from './access.ts';
import { declareJob, ordinaryConcurrency, queueName } from './contract.ts';
import type { Job, RetiredQueue, Schedule } from './define-job.ts';
import { reconcileQueues } from './reconcile.ts';
import { RetryLater } from './retry-later.ts';

/** Makes the queues as the contracts say, and starts the workers. @param retired queues of earlier versions. */
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

// An embedded database has one process: what it finds being done, a killed one left. On Postgres only a missed
// heartbeat tells.
async function releaseKilled(ctx: Context): Promise<void> {
  const left = await ctx.db.execute(sql`SELECT name, id FROM pgboss.job WHERE state = 'active'`);
  for (const { name, id } of rowsOf<{ name: string; id: string }>(left))
    await ctx.queue.boss.fail(name, id, { message: 'its server was killed' });
}

/** The settings scale what the contracts say; what is done one at a time stays so. */
function workersFor({ config }: Context, { contract }: Job): number {
  const { concurrency } = contract;
  return concurrency === 1 ? 1 : Math.ceil((concurrency * config.WORKERS) / ordinaryConcurrency);
}

/** Where a contract's jobs waited before it got, or lost, its key. */
const ofAnotherPolicy = ({ contract }: Job): RetiredQueue => ({
  queue: queueName(contract.name, contract.keyOf === undefined),
  handle: (ctx, payload) => ctx.queue.enqueue(ctx.db, contract, payload),
});

async function handOn(ctx: Context, { queue, handle }: RetiredQueue): Promise<void> {
  const contract = { ...declareJob({ name: queue, concurrency: 1 }), queue };
  await startWorker(ctx, { contract, handle }, 0);
}

// One job at a time: of a batch none is done before the slowest is. Wake-ups that come meanwhile are one, and
// none says how many jobs there are: so who has done a job looks for the next, and rests when there is none.
async function startWorker(ctx: Context, job: Job, n: number): Promise<void> {
  const { boss } = ctx.queue;
  const { queue, keyOf } = job.contract;
  const options = {
    includeMetadata: true,
    perJobResults: true,
    batchSize: 1,
    // The key is the group, too: a job whose key is busy does not keep the others from being fetched.
    ...(keyOf ? { groupConcurrency: 1 } : {}),
    pollingIntervalSeconds: 0.5,
    // New jobs announce themselves; delayed and retried ones are found by looking. One worker looks often, the others
    // seldom, lest it be held up: an embedded database does one thing at a time.
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
