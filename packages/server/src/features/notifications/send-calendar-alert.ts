import { eq } from 'drizzle-orm';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { findIssues, type Issue } from '../calendars/find-issues.ts';
import { spokenTime } from '../tours/wording.ts';
import { sendOnce } from './send-once.ts';

/** Mails a property's manager what is wrong with its calendars [C6, C7]; what was mended meanwhile is left out. */
export async function mailCalendarAlert(unit: UnitOfWork, messageId: string): Promise<void> {
  const { ctx, scope } = unit;
  const thisOne = eq(messages.id, messageId);
  const found = await transact(unit, async ({ tx }) => {
    const [row] = await tx
      .select({ message: messages, name: properties.name, timezone: properties.timezone })
      .from(messages)
      .innerJoin(properties, eq(properties.id, messages.propertyId))
      .where(thisOne);
    if (!row || row.message.status === 'sent') return undefined;
    const subjects = new Set(row.message.details['subjects'] as string[]);
    const issues = await findIssues(tx, scope, ctx.clock.now());
    const standing = issues.filter((issue) => subjects.has(issue.key));
    if (standing.length > 0) return { ...row, issues: standing };
    // Never sent, it must not hold the next one back.
    await tx.delete(messages).where(thisOne);
    return undefined;
  });
  if (found) await sendOnce(unit, thisOne, wording(found));
}

function wording({ name, timezone, issues }: { name: string; timezone: string; issues: Issue[] }) {
  return {
    subject: `${name}: a calendar needs your attention`,
    text: [
      'Hello,',
      ...issues.map((issue) => sentence(issue, timezone)),
      'A link to connect a calendar again comes from whoever runs LumaLeasing for you.',
      'You get at most one such message in 24 hours.',
    ].join('\n\n'),
  };
}

function sentence({ reason, agentName, about, startsAt }: Issue, timezone: string): string {
  if (reason === 'revoked')
    return `${agentName}’s calendar ${about} no longer lets us in. Its busy times cannot be seen, and tours are not written to it. Please connect it again: tours booked meanwhile are kept, and will be written then.`;
  if (reason === 'not_synced')
    return `${agentName}’s calendar ${about} has not been synced for 24 hours. Times that are taken there may be offered. Connecting it again usually helps.`;
  const tour = startsAt === null ? 'New tours' : `The tour on ${spokenTime(timezone, startsAt)}`;
  return `${tour} with ${agentName} could not be written to the calendar${about ? ` ${about}` : ''}. Please check that it still exists and may be written to.`;
}
