export interface Answer {
  status?: number;
  body?: unknown;
  /** Until the test releases it: however slow the machine is, what comes before can be seen. */
  held?: boolean;
  /** The connection dies before (`true`) or after (`'after'`) the work was done. */
  lose?: boolean | 'after';
}

export interface Script {
  /** Laid over the usual config, one level deep. */
  config?: Record<string, Record<string, unknown> | boolean>;
  /** How far its clock is from that of the run: it is the page's. */
  clockShift?: number;
  /** In order; when they are used up, all goes well. */
  answers?: Partial<
    Record<
      | 'config'
      | 'availability'
      /** What a tour could be moved to. */
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
