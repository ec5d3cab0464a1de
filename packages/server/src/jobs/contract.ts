import { noProperty } from '../db/scope.ts';

/**
 * A job's name and payload, declared by the feature that asks for the work; whoever does it is listed in
 * `job-table.ts`. Payloads hold ids only: any tenant's role may read them.
 */
export interface JobContract<Payload extends object> {
  readonly name: string;
  readonly retries: number;
  /**
   * What tells jobs apart that would do the same: of those, at most one waits and one runs. Absent: each is run.
   */
  readonly keyOf?: (payload: Payload) => string;
  /** Only for the type. */
  readonly payload?: Payload;
}

/** Every job acts for one property, or for what an organisation shares (`noProperty`). */
export interface TenantPayload {
  organizationId: string;
  propertyId: string;
}

/** The tenant of a job about what an organisation shares. */
export const ofOrganization = (organizationId: string): TenantPayload => ({
  organizationId,
  propertyId: noProperty,
});

/** @param retries with exponential backoff and jitter, from a second up to a minute. */
export const declareJob = <Payload extends object>(
  name: string,
  retries = 12,
  keyOf?: (payload: Payload) => string,
): JobContract<Payload> => ({ name, retries, ...(keyOf ? { keyOf } : {}) });
