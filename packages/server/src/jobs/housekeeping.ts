import { and, isNull, lt } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { asAuth, asSystem } from '../db/scope.ts';
import { sessions } from '../db/tables/accounts.ts';
import { calendarReleases, calendarTokenRefreshes, oauthStates } from '../db/tables/calendars.ts';
import { calendarIdlePolls, calendarSyncLogs } from '../db/tables/mirror.ts';
import { rateLimits } from '../db/tables/rate-limits.ts';
import { idempotencyKeys } from '../db/tables/tours.ts';
import { DAY_MS } from '../lib/iso.ts';

const logsKeptMs = 30 * DAY_MS;
const releasesKeptMs = 7 * DAY_MS;
const refreshesKeptMs = 90 * DAY_MS;

/**
 * Deletes kept answers after a day, ended sessions, old consents and releases, sync logs after a month, and token
 * refreshes after three months.
 * @returns 0: it queues nothing.
 */
export async function deleteOldRows(ctx: Context): Promise<number> {
  const before = ctx.clock.now() - DAY_MS;
  await asAuth(ctx.db, (tx) => tx.delete(sessions).where(lt(sessions.expiresAt, new Date(before))));
  await asSystem(ctx.db, async (tx) => {
    await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
    // A used link is remembered for as long as it could be opened.
    await tx.delete(oauthStates).where(lt(oauthStates.expiresAt, before - DAY_MS));
    const { createdAt, refreshToken } = calendarReleases;
    // Without a token: the provider was told, or we gave up.
    await tx
      .delete(calendarReleases)
      .where(and(isNull(refreshToken), lt(createdAt, ctx.clock.now() - releasesKeptMs)));
    await tx.delete(calendarSyncLogs).where(lt(calendarSyncLogs.at, ctx.clock.now() - logsKeptMs));
    await tx
      .delete(calendarTokenRefreshes)
      .where(lt(calendarTokenRefreshes.at, ctx.clock.now() - refreshesKeptMs));
    // The figures cover one day.
    await tx.delete(calendarIdlePolls).where(lt(calendarIdlePolls.hour, before - DAY_MS));
  });
  return 0;
}

/**
 * Deletes ended limits. None lasts longer than an hour, so the table holds two hours at most: in a flood from many
 * networks each address leaves a row.
 * @returns 0: it queues nothing.
 */
export async function deleteEndedLimits({ db }: Context): Promise<number> {
  // The limiter uses this machine's clock: not the context's, and not the database's, which may be another.
  await db.transaction((tx) => tx.delete(rateLimits).where(lt(rateLimits.expire, new Date())));
  return 0;
}
