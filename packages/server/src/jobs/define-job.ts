import type { Context } from '../context.ts';
import { mintScope } from '../db/mint-scope.ts';
import { systemActor, type UnitOfWork } from '../unit-of-work.ts';
import { declareJob, type JobContract, type TenantPayload } from './contract.ts';

/** `last`: this is the job's last try, so that the handler may record what it could not do. */
export interface JobTry {
  last: boolean;
}

/** Work in the background. A job is delivered at least once, so handlers are idempotent. */
export interface Job {
  readonly contract: JobContract<object>;
  readonly handle: (ctx: Context, payload: object, attempt: JobTry) => Promise<void>;
}

/** A job of one tenant. Its handler works in the scope of the tenant that the payload names. */
export const defineJob = <Payload extends TenantPayload>(
  contract: JobContract<Payload>,
  handle: (unit: UnitOfWork, payload: Payload, attempt: JobTry) => Promise<unknown>,
): Job => ({
  contract: contract as unknown as JobContract<object>,
  handle: async (ctx, payload, attempt) => {
    const its = payload as Payload;
    const unit = { ctx, scope: mintScope(its), actor: systemActor, test: false };
    await handle(unit, its, attempt);
  },
});

/** A job that runs by the clock. `cron` is in UTC, five fields. */
export interface Schedule {
  readonly job: Job;
  readonly cron: string;
}

/**
 * A queue of an earlier version. Jobs may wait in it, and servers of that version fill it until the last of them
 * stops.
 */
export interface RetiredQueue {
  readonly queue: string;
  readonly handle: Job['handle'];
}

/** @param handle does what the job asks for in the current way, usually by adding another job. */
export const retireQueue = <Payload extends TenantPayload>(
  queue: string,
  handle: (unit: UnitOfWork, payload: Payload) => Promise<unknown>,
): RetiredQueue => ({
  queue,
  handle: defineJob(declareJob<Payload>({ name: queue }), handle).handle,
});
