import type { Context } from '../context.ts';
import { mintOrganization } from '../db/mint-scope.ts';
import { systemActor, type UnitOfWork } from '../unit-of-work.ts';
import { declareJob } from './contract.ts';
import type { Schedule } from './define-job.ts';

/** Work by the clock: the server's own, or that of a scheduler that calls `/api/cron/…` [P6]. */
export interface Sweep {
  readonly path: string;
  readonly summary: string;
  /** Absent: the server runs it on a timer, more often than a cron line can say. */
  readonly cron?: string;
  /** May be run too often: then it finds nothing due, or its jobs fold. @returns how many jobs were queued. */
  readonly run: (ctx: Context) => Promise<number>;
}

/** A unit for a sweep that queues jobs of one organization. */
export const unitOfSweep = (ctx: Context, organizationId: string): UnitOfWork => ({
  ctx,
  scope: mintOrganization(organizationId),
  actor: systemActor,
  test: false,
});

export const schedulesOf = (sweeps: readonly Sweep[]): Schedule[] =>
  sweeps.flatMap(({ path, cron, run }) =>
    cron === undefined
      ? []
      : [
          {
            cron,
            job: {
              contract: declareJob({
                name: `sweep-${path}`,
                retries: 0,
                concurrency: 1,
                expireSeconds: 600,
              }),
              handle: async (ctx: Context) => void (await run(ctx)),
            },
          },
        ],
  );
