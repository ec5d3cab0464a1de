import { eq } from 'drizzle-orm';
import { calendarConnections } from '../../../db/tables/calendars.ts';
import { RetryLater } from '../../../jobs/retry-later.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError } from '../provider.ts';

/** However long the provider asks for: looking in costs one query, and a person may connect the account anew. */
const longestRetryMs = 5 * 60_000;

/** The provider wants to be left alone for a while: it was asked too often, or says when to come back from whatever fault. */
export const asksToWait = (error: unknown): error is CalendarError =>
  error instanceof CalendarError && (error.fault === 'rate_limited' || !!error.retryAfterMs);

/** When a job looks in again. Spread out, so that those told the same moment do not all come back in it. */
export const retryLater = ({ retryAfterMs = 5_000, message }: CalendarError): RetryLater =>
  new RetryLater(Math.min(retryAfterMs, longestRetryMs) / 1000 + Math.random() * 3, message);

const [shortestPauseMs, longestPauseMs] = [2_000, 64_000];
/** However long a provider asks for, somebody looks in again. */
const longestAskedPauseMs = 3_600_000;

/**
 * Who was told to wait tells the others: until then nobody on any server asks this account for anything. Where the
 * provider names no time, each pause is twice the last.
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
