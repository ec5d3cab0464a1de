import type { SyncFigures } from '@luma-leasing/types/calendar';
import { and, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarIdlePolls, calendarSyncLogs } from '../../db/tables/mirror.ts';
import { DAY_MS, HOUR_MS } from '../../lib/iso.ts';

export interface SyncCounts {
  operations: number;
  failed: number;
}

/**
 * Counts the sync operations of the last 24 hours by connection [S8]. Idle polls are stored by the hour, so they are
 * counted from the start of the hour of 24 hours ago.
 * @param connections absent: all that the transaction's role may see.
 */
export async function countSync(
  tx: Tx,
  now: number,
  connections?: string[],
): Promise<Map<string, SyncCounts>> {
  const since = now - DAY_MS;
  const { at, connectionId, outcome } = calendarSyncLogs;
  const logged = await tx
    .select({
      connectionId,
      operations: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${outcome} = 'failed'))::int`,
    })
    .from(calendarSyncLogs)
    .where(and(gt(at, since), connections ? inArray(connectionId, connections) : undefined))
    .groupBy(connectionId);
  const polled = calendarIdlePolls.connectionId;
  const idle = await tx
    .select({ connectionId: polled, polls: sql<number>`sum(${calendarIdlePolls.polls})::int` })
    .from(calendarIdlePolls)
    .where(
      and(
        gt(calendarIdlePolls.hour, since - HOUR_MS),
        connections ? inArray(polled, connections) : undefined,
      ),
    )
    .groupBy(polled);
  const counts = new Map<string, SyncCounts>(
    logged.map(({ connectionId: id, ...counted }) => [id, counted]),
  );
  for (const { connectionId: id, polls } of idle) {
    const counted = counts.get(id) ?? { operations: 0, failed: 0 };
    counts.set(id, { ...counted, operations: counted.operations + polls });
  }
  return counts;
}

/** The figures of several connections together. */
export function syncFiguresOf(counts: readonly (SyncCounts | undefined)[]): SyncFigures {
  const sum = (field: keyof SyncCounts) =>
    counts.reduce((total, one) => total + (one?.[field] ?? 0), 0);
  const [operations, failed] = [sum('operations'), sum('failed')];
  return { operations, failed, successRate: operations > 0 ? 1 - failed / operations : null };
}
