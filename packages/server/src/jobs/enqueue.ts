import type { OpenUnit } from '../unit-of-work.ts';
import type { JobContract, TenantPayload } from './contract.ts';
import type { EnqueueOptions } from './queue.ts';

/** A job's payload without its tenant. */
type About<Payload extends TenantPayload> = Omit<Payload, keyof TenantPayload>;

/** Adds a job in the transaction that makes it necessary. Its tenant is the unit's, unless `about` names another. */
export const enqueue = <Payload extends TenantPayload>(
  { ctx, tx, scope: { organizationId, propertyId } }: OpenUnit,
  job: JobContract<Payload>,
  about: About<Payload> & Partial<TenantPayload>,
  options?: EnqueueOptions,
): Promise<void> =>
  ctx.queue.enqueue(tx, job, { organizationId, propertyId, ...about } as Payload, options);

/** The same for many jobs, in one statement. */
export const enqueueAll = <Payload extends TenantPayload>(
  { ctx, tx, scope: { organizationId, propertyId } }: OpenUnit,
  job: JobContract<Payload>,
  abouts: readonly (About<Payload> & Partial<TenantPayload>)[],
  options?: EnqueueOptions,
): Promise<void> =>
  ctx.queue.enqueueAll(
    tx,
    job,
    abouts.map((about) => ({ organizationId, propertyId, ...about }) as Payload),
    options,
  );
