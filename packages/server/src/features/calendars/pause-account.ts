import { eq } from 'drizzle-orm';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import type { CalendarError } from './provider.ts';

const [shortestPauseMs, longestPauseMs] = [2_000, 64_000];
/** However long a provider asks for, somebody looks in again. */
const longestWaitMs = 3_600_000;

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
    const pausedForMs = Math.min(retryAfterMs ?? grown, longestWaitMs);
    await tx
      .update(table)
      .set({ pausedUntil: now + pausedForMs, pausedForMs })
      .where(thisOne);
  });
}
