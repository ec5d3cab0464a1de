import { count, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { atMostEvery } from '../../lib/at-most-every.ts';
import { countSync, syncFiguresOf } from './sync-figures.ts';

const freshMs = 60_000;

/**
 * Puts the figures of the last 24 hours into `/metrics` [S8]. They are counted only when `/metrics` is read, at most
 * once a minute: three thousand calendars make a million operations a day.
 */
export const calendarMetricsUpdater = (ctx: Context): (() => Promise<void>) =>
  atMostEvery(freshMs, ctx.clock, () => updateMetrics(ctx));

async function updateMetrics(ctx: Context): Promise<void> {
  const { byStatus, counts } = await asSystem(ctx.db, async (tx) => ({
    byStatus: await tx
      .select({ tokenStatus: calendarConnections.tokenStatus, connections: count() })
      .from(calendarConnections)
      .where(isNull(calendarConnections.disconnectedAt))
      .groupBy(calendarConnections.tokenStatus),
    counts: await countSync(tx, ctx.clock.now()),
  }));
  const { connections, syncDay, syncDayFailed, syncDaySuccess } = ctx.metrics;
  // Connections that are gone must not stay in the figures.
  for (const gauge of [connections, syncDay, syncDayFailed]) gauge.reset();
  for (const { tokenStatus, connections: number } of byStatus)
    connections.set({ token_status: tokenStatus }, number);
  for (const [connection, { operations, failed }] of counts) {
    syncDay.set({ connection }, operations);
    syncDayFailed.set({ connection }, failed);
  }
  syncDaySuccess.set(syncFiguresOf([...counts.values()]).successRate ?? 1);
}
