import { and, eq, gt } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { sendCalendarAlert } from './contracts.ts';
import { decideAlert, type PastAlert, remindAfterMs } from './decide-alert.ts';
import { findIssues } from './find-issues.ts';

/**
 * Tells a property's manager of what is wrong with its calendars, if they have to be told now. Servers that think of
 * it at the same time take turns, and the second finds what the first did.
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
        ctx.log.warn({ propertyId, reason: lead.reason }, 'nobody can be told of a calendar');
        return;
      }
      const [message] = await tx
        .insert(messages)
        .values({
          propertyId,
          kind: 'calendar_alert',
          details: { reason: lead.reason, subjects: issues.map((issue) => issue.key) },
          dedupeKey: `calendar_alert:${now}`,
          recipient,
          createdAt: now,
        })
        .onConflictDoNothing()
        .returning({ id: messages.id });
      if (message) await enqueue(unit, sendCalendarAlert, { messageId: message.id });
    },
    { locks: [`calendar_alert|${propertyId}`] },
  );
}

async function pastAlerts(tx: Tx, now: number): Promise<PastAlert[]> {
  const rows = await tx
    .select({ at: messages.createdAt, details: messages.details })
    .from(messages)
    .where(and(eq(messages.kind, 'calendar_alert'), gt(messages.createdAt, now - remindAfterMs)));
  return rows.map(({ at, details }) => ({ at, subjects: details['subjects'] as string[] }));
}

async function recipientOf(tx: Tx, { propertyId }: TenantScope): Promise<string | null> {
  const [property] = await tx
    .select({ contactEmail: properties.contactEmail })
    .from(properties)
    .where(eq(properties.id, propertyId));
  return property?.contactEmail ?? null;
}
