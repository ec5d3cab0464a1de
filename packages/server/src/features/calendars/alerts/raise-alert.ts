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
 * Tells a property's manager of what is wrong with its calendars, and of messages that were given up, if they have to
 * be told now. Servers that think of it at the same time take turns, and the second finds what the first did.
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
        // As its index says it.
        sql`${messages.kind} = 'calendar_alert'`,
        // What was mended before anybody was told holds nothing back.
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
