/**
 * Limits in ms (0: none) for the statements of a connection, so that none holds a lock or waits for one for ever:
 * beside a migration, behind a forgotten session, or after a server died in a transaction.
 */
export interface TimeLimits {
  /** The wait for a lock. */
  lock: number;
  /** One statement, including its wait for locks. */
  statement: number;
  /** The pause between two statements of a transaction. */
  idleInTransaction: number;
}

/** For requests and jobs. */
export const workLimits: TimeLimits = {
  lock: 10_000,
  statement: 60_000,
  idleInTransaction: 60_000,
};

/** For the job queue itself: its maintenance may take a while. */
export const queueLimits: TimeLimits = {
  lock: 10_000,
  statement: 600_000,
  idleInTransaction: 60_000,
};

/**
 * All others wait behind a migration that waits for a lock. So it waits far less than `deadlock_timeout` (1 s), or
 * a booking could become a deadlock's victim, and tries again. With its locks, it may take its time.
 */
export const migrationLimits: TimeLimits = { lock: 200, statement: 0, idleInTransaction: 60_000 };

export const noTimeLimits: TimeLimits = { lock: 0, statement: 0, idleInTransaction: 0 };

/** The limits as Postgres's settings. */
export const settingsOf = ({ lock, statement, idleInTransaction }: TimeLimits) => ({
  lock_timeout: String(lock),
  statement_timeout: String(statement),
  idle_in_transaction_session_timeout: String(idleInTransaction),
});
