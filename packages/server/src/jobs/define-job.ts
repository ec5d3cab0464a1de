import type { Context } from '../context.ts';
import type { JobContract } from './contract.ts';

/** Whether the job was tried for the last time: the handler may then record what it could not do. */
export interface Attempt {
  last: boolean;
}

/** Work in the background. Delivered at least once: handlers are idempotent. */
export interface Job {
  readonly contract: JobContract<object>;
  readonly handle: (ctx: Context, payload: object, attempt: Attempt) => Promise<void>;
}

export const defineJob = <Payload extends object>(
  contract: JobContract<Payload>,
  handle: (ctx: Context, payload: Payload, attempt: Attempt) => Promise<void>,
): Job => ({
  contract: contract as unknown as JobContract<object>,
  handle: handle as Job['handle'],
});

/** A job that runs by the clock. `cron` is in UTC, five fields. */
export interface Schedule {
  readonly job: Job;
  readonly cron: string;
}
