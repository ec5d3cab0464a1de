import { createApp } from './app.ts';
import type { Context } from './context.ts';
import { assertIsolation } from './db/assert-isolation.ts';
import { explainDatabaseError } from './db/failure.ts';
import { enqueueDueShare, pollTickSeconds } from './features/sync/mirror/due-calendars.ts';
import { storeRelease } from './features/releases/store-release.ts';
import { startJobs } from './jobs/runner.ts';
import { endAllLeases } from './http/request-lease.ts';
import { listen } from './http/listen.ts';
import { jobs, retiredQueues, schedules } from './job-table.ts';
import { startTimer } from './jobs/start-timer.ts';
import { sleep } from './lib/waiting.ts';

export interface RunningServer {
  /** The address at which it listens. Absent for a worker. */
  url?: string;
  /** Waits for running requests and jobs, then closes everything. */
  stop(): Promise<void>;
}

/** The time a load balancer gets to notice that this server stops. */
const drainMs = 1_000;

// Turns a database error of a step into words for the operator. `setting` names the address that the step uses.
async function inWords(setting: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw explainDatabaseError(error, setting);
  }
}

/** Migrates, checks isolation, starts the workers, and listens last, so that a server that answers is ready. */
export async function startServer(ctx: Context): Promise<RunningServer> {
  const { config, log } = ctx;
  const address = config.DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR';
  const direct = config.DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : address;
  await inWords(direct, () => ctx.database.migrate());
  await inWords(address, () => assertIsolation(ctx.db));
  await inWords(direct, () => ctx.changes.start());
  if (ctx.database.pglite) await endAllLeases(ctx);
  if (config.ROLE !== 'worker') await inWords(address, () => storeRelease(ctx));
  await inWords(direct, () => startJobs(ctx, jobs, schedules, retiredQueues));
  const poll =
    config.ROLE === 'api'
      ? undefined
      : startTimer(pollTickSeconds(config), () => enqueueDueShare(ctx), log);
  let stopping = false;
  const listening =
    config.ROLE === 'worker'
      ? undefined
      : await listen(
          createApp(ctx, () => stopping),
          config,
        );
  log.info({ url: listening?.url, role: config.ROLE }, 'started');
  return {
    ...(listening ? { url: listening.url } : {}),
    stop: async () => {
      stopping = true;
      await poll?.stop();
      if (listening) {
        await sleep(config.DATABASE_URL ? drainMs : 0);
        await listening.close();
      }
      await ctx.queue.boss.stop({ graceful: true, timeout: 20_000, close: true });
      await ctx.database.close();
      log.info('stopped');
    },
  };
}
