import { eq } from 'drizzle-orm';
import { calendarConnections } from '../../../db/tables/calendars.ts';
import { RetryLater } from '../../../jobs/retry-later.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError } from '../provider.ts';

/** The longest wait of a job. A try costs one query, and meanwhile somebody may have connected the account anew. */
const longestRetryMs = 5 * 60_000;

/** Whether the provider asks for a pause: it was called too often, or named a time to come back, with any fault. */
export const asksToWait = (error: unknown): error is CalendarError =>
  error instanceof CalendarError && (error.fault === 'rate_limited' || !!error.retryAfterMs);

/** When a job tries again. A random part keeps jobs that were put off together from coming back together. */
export const retryLater = ({ retryAfterMs = 5_000, message }: CalendarError): RetryLater =>
  new RetryLater(Math.min(retryAfterMs, longestRetryMs) / 1000 + Math.random() * 3, message);

const [shortestPauseMs, longestPauseMs] = [2_000, 64_000];
/** The longest pause, even if the provider asks for more. */
const longestAskedPauseMs = 3_600_000;

/**
 * Pauses an account for all servers: until the time that the provider named, nobody calls it. If the provider named
 * none, each pause is twice the last one.
 */
export async function pauseAccount(
  unit: UnitOfWork,
  connectionId: string,
  { retryAfterMs }: CalendarError,
): Promise<void> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const table = calendarConnections;
  await transact(unit, async ({ tx }) => {
    const thisOne = eq(table.id, connectionId);
    const [last] = await tx.select().from(table).where(thisOne).for('update');
    if (!last || (last.pausedUntil ?? 0) > now) return;
    const isRecent = (last.pausedUntil ?? 0) > now - 2 * longestPauseMs;
    const doubled = isRecent ? 2 * (last.pausedForMs ?? 0) : 0;
    const grown = Math.min(Math.max(doubled, shortestPauseMs), longestPauseMs);
    const pausedForMs = Math.min(retryAfterMs ?? grown, longestAskedPauseMs);
    await tx
      .update(table)
      .set({ pausedUntil: now + pausedForMs, pausedForMs })
      .where(thisOne);
  });
}
