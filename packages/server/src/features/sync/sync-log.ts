import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarSyncLogs } from '../../db/tables/calendars.ts';

type Row = typeof calendarSyncLogs.$inferInsert;
/** One operation of sync [S8]. */
export type SyncEntry = Pick<Row, 'direction' | 'operation' | 'outcome'> &
  Partial<Pick<Row, 'tourId' | 'items' | 'error' | 'details'>> & {
    connectionId: string;
    agentCalendarId: string;
    /** Epoch ms. */
    began: number;
  };

export async function logSync(
  ctx: Context,
  tx: Tx,
  { organizationId }: TenantScope,
  { began, error, ...entry }: SyncEntry,
): Promise<void> {
  const now = ctx.clock.now();
  const { direction, operation, outcome } = entry;
  ctx.metrics.sync.inc({ direction, operation, outcome });
  await tx.insert(calendarSyncLogs).values({
    organizationId,
    ...entry,
    error: error?.slice(0, 500) ?? null,
    at: now,
    durationMs: Math.max(0, now - began),
  });
}

/** The same in a transaction of its own: of what failed, nothing else is written. */
export const logSyncAlone = (ctx: Context, scope: TenantScope, entry: SyncEntry): Promise<void> =>
  asTenant(ctx.db, scope, (tx) => logSync(ctx, tx, scope, entry));
