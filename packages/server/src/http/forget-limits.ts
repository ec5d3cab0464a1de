import { lt, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/tables/rate-limits.ts';

/**
 * Forgets the limits that have ended. None lasts longer than an hour: in a flood from many networks each address leaves a
 * row, and the table holds those of two hours at most.
 * @returns 0: it queues nothing.
 */
export async function forgetLimits({ db }: Context): Promise<number> {
  // The limiter counts by the wall clock, not by ours.
  await db.transaction((tx) => tx.delete(rateLimits).where(lt(rateLimits.expire, sql`now()`)));
  return 0;
}
