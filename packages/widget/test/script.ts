export interface Answer {
  status?: number;
  body?: unknown;
  /** The answer is held back until the test releases it, so that the test sees the state before. */
  held?: boolean;
  /** The connection breaks before (`true`) or after (`'after'`) the request was carried out. */
  lose?: boolean | 'after';
}

export interface Script {
  /** Replaces values of the usual config, one level deep. */
  config?: Record<string, Record<string, unknown> | boolean>;
  /** The API's clock minus the machine's. */
  clockShift?: number;
  /** The answers in order; after the last one, every request succeeds. */
  answers?: Partial<
    Record<
      | 'config'
      | 'availability'
      /** The times that a tour can be moved to. */
      | 'other-times'
      | 'chat'
      | 'tours'
      | 'leads'
      | 'manage'
      | 'cancel'
      | 'reschedule',
      Answer[]
    >
  >;
}
