import type { Context } from '../context.ts';
import { declareJob } from './contract.ts';
import { defineJob, type Schedule } from './define-job.ts';

/** What is due by the clock: a server's own, or that of whoever asks at `/api/cron/…` [P6]. */
export interface Sweep {
  readonly path: string;
  readonly summary: string;
  /** Absent: the server runs it on a timer, more often than a cron line can say. */
  readonly cron?: string;
  /**
   * Asked for too often, it finds nothing due, or its jobs fold.
   * @returns how many jobs were queued.
   */
  readonly run: (ctx: Context) => Promise<number>;
}

export const schedulesOf = (sweeps: readonly Sweep[]): Schedule[] =>
  sweeps.flatMap(({ path, cron, run }) =>
    cron === undefined
      ? []
      : [
          {
            cron,
            job: defineJob(
              declareJob<object>(`sweep-${path}`, 0),
              async (ctx) => void (await run(ctx)),
            ),
          },
        ],
  );
