import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';
import { decideAlert, type PastAlert, remindAfterMs } from './decide-alert.ts';
import { findIssues } from './find-issues.ts';

/**
 * Tells a property's manager of what is wrong with its calendars, and of messages that were given up, if they have to
 * be told now. Servers that think of
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
  const rows = await tx
    .select({ at: messages.createdAt, details: messages.details })
    .from(messages)
    .where(
      and(
        // As its index says it.
        sql`${messages.kind} = 'calendar_alert'`,
        gt(messages.createdAt, now - remindAfterMs),
        // What was mended before anybody was told holds nothing back.
        ne(messages.status, 'dropped'),
      ),
    );
  return rows.map(({ at, details }) => ({ at, subjects: details['subjects'] as string[] }));
}

async function recipientOf(tx: Tx, { propertyId }: TenantScope): Promise<string | null> {
  const [property] = await tx
    .select({ contactEmail: properties.contactEmail })
    .from(properties)
    .where(eq(properties.id, propertyId));
  return property?.contactEmail ?? null;
}
