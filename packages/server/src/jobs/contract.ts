import { noProperty } from '../db/scope.ts';

/** What a contract may say of its jobs; the runner keeps the queues as they say (`reconcile.ts`). */
interface JobSettings<Payload extends object> {
  readonly name: string;
  /**
   * What tells jobs apart that would do the same: of those, at most one waits to be done, one to be done again after it
   * failed, and one runs. Absent: each is run.
   */
  readonly keyOf?: (payload: Payload) => string;
  /** How often a job that fails is tried again, with growing gaps. Absent: 12. */
  readonly retries?: number;
  /** The longest of these gaps; the first is a second. Absent: 64. */
  readonly longestGapSeconds?: number;
  /** A try that takes longer counts as failed, and another begins. Absent: 120. */
  readonly expireSeconds?: number;
  /** How many jobs one process does at once, where `WORKERS` is 4 as it is unless set. Absent: 4. */
  readonly concurrency?: number;
  /** Of the jobs that wait, the one with the highest is next; whoever enqueues may say another. Absent: 0. */
  readonly priority?: number;
  /** How long a job that is over is remembered. Absent: a week. */
  readonly keepSeconds?: number;
}

/**
 * A job's name and payload, declared by the feature that asks for the work; whoever does it is listed in
 * `job-table.ts`. Payloads name their organisation, and hold ids only.
 */
export type JobContract<Payload extends object> = Omit<Required<JobSettings<Payload>>, 'keyOf'> &
  Pick<JobSettings<Payload>, 'keyOf'> & {
    /**
     * Where its jobs wait. A queue can never learn to fold, nor forget it, so the name says which it does: a contract that
     * gets or loses its `keyOf` gets another queue.
     */
    readonly queue: string;
    /** Only for the type. */
    readonly payload?: Payload;
  };

/** Every job acts for one property, or for what an organisation shares (`noProperty`). */
export interface TenantPayload {
  organizationId: string;
  propertyId: string;
}

/** The tenant of a job about what an organisation shares. */
export const organizationPayload = (organizationId: string): TenantPayload => ({
  organizationId,
  propertyId: noProperty,
});

/** Of a kind that says nothing else; `WORKERS` sets what it is in a process. */
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
