import { noProperty } from '../db/scope.ts';

/** The settings of a contract. The runner keeps the queues as the contracts say (`reconcile.ts`). */
interface JobSettings<Payload extends object> {
  readonly name: string;
  /**
   * The key of a job. Of the jobs with one key, at most one waits, one waits to be tried again, and one runs.
   * Absent: each job is run.
   */
  readonly keyOf?: (payload: Payload) => string;
  /** How often a failed job is tried again, with growing gaps. Absent: 12. */
  readonly retries?: number;
  /** The longest gap; the first is a second. Absent: 64. */
  readonly longestGapSeconds?: number;
  /** A try that takes longer has failed, and the next one begins. Absent: 120. */
  readonly expireSeconds?: number;
  /** How many jobs one process does at once, if `WORKERS` has its default of 4. Absent: 4. */
  readonly concurrency?: number;
  /** The waiting job with the highest priority is next. `enqueue` may set another one. Absent: 0. */
  readonly priority?: number;
  /** How long the row of an ended job is kept. Absent: a week. */
  readonly keepSeconds?: number;
}

/**
 * A job's name and payload, declared by the feature that asks for the work. `job-table.ts` lists the handlers. A
 * payload names its organization, and holds ids only.
 */
export type JobContract<Payload extends object> = Omit<Required<JobSettings<Payload>>, 'keyOf'> &
  Pick<JobSettings<Payload>, 'keyOf'> & {
    /**
     * The queue of its jobs. The name says whether the queue folds jobs, because that can never change: a contract
     * that gets or loses its `keyOf` gets another queue.
     */
    readonly queue: string;
    /** Never set; it carries the type. */
    readonly payload?: Payload;
  };

/** Every job acts for one property, or for what an organization shares (`noProperty`). */
export interface TenantPayload {
  organizationId: string;
  propertyId: string;
}

/** The payload of a job about what a whole organization shares. */
export const organizationPayload = (organizationId: string): TenantPayload => ({
  organizationId,
  propertyId: noProperty,
});

/** The concurrency of a contract that sets none; the setting `WORKERS` replaces it. */
export const ordinaryConcurrency = 4;

export const declareJob = <Payload extends object>(
  settings: JobSettings<Payload>,
): JobContract<Payload> => ({
  retries: 12,
  longestGapSeconds: 64,
  expireSeconds: 120,
  concurrency: ordinaryConcurrency,
  priority: 0,
  keepSeconds: 7 * 86_400,
  queue: queueName(settings.name, settings.keyOf !== undefined),
  ...settings,
});

export const queueName = (name: string, keyed: boolean): string => (keyed ? `${name}.keyed` : name);
