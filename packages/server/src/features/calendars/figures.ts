import type { SyncFigures } from '@luma-leasing/types/calendar';
import { and, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarSyncLogs } from '../../db/tables/calendars.ts';
import { DAY_MS } from '../../lib/iso.ts';

export interface Counts {
  operations: number;
  failed: number;
}

/**
 * What sync did in the last 24 hours, by connection [S8].
 * @param connections absent: all that the transaction's role may see.
 */
export async function countSync(
  tx: Tx,
  now: number,
  connections?: string[],
): Promise<Map<string, Counts>> {
  const { at, connectionId } = calendarSyncLogs;
  const rows = await tx
    .select({
      connectionId,
      operations: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${calendarSyncLogs.outcome} = 'failed'))::int`,
    })
    .from(calendarSyncLogs)
    .where(and(gt(at, now - DAY_MS), connections ? inArray(connectionId, connections) : undefined))
    .groupBy(connectionId);
  return new Map(rows.map(({ connectionId: id, ...counts }) => [id, counts]));
}

/** Several connections' together. */
export function figuresOf(counts: readonly (Counts | undefined)[]): SyncFigures {
  const sum = (field: keyof Counts) =>
    counts.reduce((total, one) => total + (one?.[field] ?? 0), 0);
  const [operations, failed] = [sum('operations'), sum('failed')];
  return { operations, failed, successRate: operations > 0 ? 1 - failed / operations : null };
}
