import { and, eq, gt, ne, or, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import type { TenantScope } from '../../../db/scope.ts';
import { messages } from '../../../db/tables/messages.ts';
import { properties } from '../../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { queueMessage } from '../../outbox/queue-message.ts';
import { decideAlert, type PastAlert, remindAfterMs } from './decide-alert.ts';
import { findIssues } from './find-issues.ts';

/**
 * Queues an alert for a property's manager about its calendars and given-up messages, if one is due now. Servers that
 * do this at the same time run in sequence, so the second one finds the first one's alert.
 */
export async function raiseAlert(unit: UnitOfWork): Promise<void> {
  const { ctx, scope } = unit;
  const now = ctx.clock.now();
  const { propertyId } = scope;
  await transact(
    unit,
    async (unit) => {
      const { tx } = unit;
      const issues = await findIssues(tx, scope, now);
      const lead = decideAlert(issues, await pastAlerts(tx, now), now);
      if (!lead) return;
      const recipient = await recipientOf(tx, scope);
      if (recipient === null) {
        ctx.log.warn({ propertyId, reason: lead.reason }, 'nobody can be told of what is wrong');
        return;
      }
      await queueMessage(unit, {
        kind: 'calendar_alert',
        recipient,
        details: { reason: lead.reason, subjects: issues.map((issue) => issue.key) },
        dedupeKey: `calendar_alert:${now}`,
      });
    },
    { locks: [`calendar_alert|${propertyId}`] },
  );
}

async function pastAlerts(tx: Tx, now: number): Promise<PastAlert[]> {
  const { status, sentAt, createdAt, details } = messages;
  const lately = now - remindAfterMs;
  const rows = await tx
    .select({ status, sentAt, createdAt, details })
    .from(messages)
    .where(
      and(
        // Written as in the partial index, so that Postgres uses it.
        sql`${messages.kind} = 'calendar_alert'`,
        // An alert that was dropped told nobody, so it does not hold back the next one.
        ne(status, 'dropped'),
        or(eq(status, 'queued'), gt(sentAt, lately), gt(createdAt, lately)),
      ),
    );
  return rows.map((row) => ({
    status: row.status as PastAlert['status'],
    at: row.sentAt ?? row.createdAt,
    subjects: row.details['subjects'] as string[],
  }));
}

async function recipientOf(tx: Tx, { propertyId }: TenantScope): Promise<string | null> {
  const [property] = await tx
    .select({ contactEmail: properties.contactEmail })
    .from(properties)
    .where(eq(properties.id, propertyId));
  return property?.contactEmail ?? null;
}
