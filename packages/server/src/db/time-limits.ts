/**
 * How long a connection's statements may take, so that nothing holds a lock, or waits for one, for ever: beside a
 * migration, behind a forgotten session, or after a server was lost in mid-transaction. Milliseconds; 0 is without end.
 */
export interface TimeLimits {
  /** For a lock. */
  lock: number;
  /** For one statement, its wait for locks included. */
  statement: number;
  /** Between two statements of a transaction. */
  idleInTransaction: number;
}

/** What requests and jobs do. */
export const workLimits: TimeLimits = {
  lock: 10_000,
  statement: 60_000,
  idleInTransaction: 60_000,
};

/** What the job queue does by itself: its maintenance may take a while. */
export const queueLimits: TimeLimits = {
  lock: 10_000,
  statement: 600_000,
  idleInTransaction: 60_000,
};

/**
 * While a migration waits for a lock, everybody else waits behind it: so it waits shortly, and tries again. Far more shortly
 * than Postgres's `deadlock_timeout` of a second: it gives way before a booking could be chosen as a deadlock's victim. What
 * it has locked it may take its time with.
 */
export const migrationLimits: TimeLimits = { lock: 200, statement: 0, idleInTransaction: 60_000 };

export const unlimited: TimeLimits = { lock: 0, statement: 0, idleInTransaction: 0 };

/** As Postgres names them. */
export const settingsOf = ({ lock, statement, idleInTransaction }: TimeLimits) => ({
  lock_timeout: String(lock),
  statement_timeout: String(statement),
  idle_in_transaction_session_timeout: String(idleInTransaction),
});
