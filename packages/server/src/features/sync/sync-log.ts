import { sql } from 'drizzle-orm';
import { calendarIdlePolls, calendarSyncLogs } from '../../db/tables/mirror.ts';
import type { Interval } from '../../lib/interval.ts';
import { HOUR_MS, instantText } from '../../lib/iso.ts';
import { type OpenUnit, transact, type UnitOfWork } from '../../unit-of-work.ts';

type Row = typeof calendarSyncLogs.$inferInsert;
/** One operation of sync, as it is logged [S8]. */
export type SyncEntry = Pick<Row, 'direction' | 'operation' | 'outcome'> &
  Partial<Pick<Row, 'tourId' | 'items' | 'error' | 'details'>> & {
    connectionId: string;
    agentCalendarId: string;
    /** Epoch ms. */
    began: number;
  };

export async function logSync(
  unit: OpenUnit,
  { began, error, ...entry }: SyncEntry,
): Promise<void> {
  const { ctx, tx, scope, actor } = unit;
  const now = ctx.clock.now();
  const { direction, operation, outcome } = entry;
  ctx.metrics.sync.inc({ direction, operation, outcome });
  await tx.insert(calendarSyncLogs).values({
    organizationId: scope.organizationId,
    actor: actor.role,
    actorUserId: actor.userId,
    via: actor.via,
    ...entry,
    error: error?.slice(0, 500) ?? null,
    at: now,
    durationMs: Math.max(0, now - began),
  });
}

/** Times in a log's details are ISO text, because people read them. */
export const loggedTimes = ({ startsAt, endsAt }: Interval) => ({
  startsAt: instantText(startsAt),
  endsAt: instantText(endsAt),
});

/** `logSync` in a transaction of its own, for failures that write nothing else. */
export const logSyncAlone = (unit: UnitOfWork, entry: SyncEntry): Promise<void> =>
  transact(unit, (unit) => logSync(unit, entry));

/** Counts a poll that found nothing new, per hour. A log row for each would be over a million a day. */
export async function countIdlePoll(unit: OpenUnit, connectionId: string): Promise<void> {
  const { ctx, tx, scope } = unit;
  ctx.metrics.sync.inc({ direction: 'inbound', operation: 'sync', outcome: 'ok' });
  const now = ctx.clock.now();
  const { hour, polls } = calendarIdlePolls;
  await tx
    .insert(calendarIdlePolls)
    .values({
      organizationId: scope.organizationId,
      connectionId,
      hour: now - (now % HOUR_MS),
      polls: 1,
    })
    .onConflictDoUpdate({
      target: [calendarIdlePolls.connectionId, hour],
      set: { polls: sql`${polls} + 1` },
    });
}
