import { asc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { leadMessages, leads } from '../../db/tables/leads.ts';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { fullName, spokenPhone } from '../../lib/person.ts';
import { findIssues, isUntold, type Issue } from '../calendars/alerts/find-issues.ts';
import { spokenTime } from '../tours/tour-text.ts';
import { isSuperseded, type MailText, type MessageRow } from './word-tour-message.ts';

/**
 * The mail to a manager about all that needs attention when it is sent [C6, C7, N5]. Its row then lists the
 * subjects, so that they are reported once.
 */
export async function wordAlert(
  tx: Tx,
  scope: TenantScope,
  message: MessageRow,
  now: number,
): Promise<MailText> {
  if (await isSuperseded(tx, message)) return { drop: 'told_by_a_later_one' };
  const { name, timezone, contactEmail } = await propertyOf(tx, message);
  const issues = await findIssues(tx, scope, now);
  if (issues.length === 0) return { drop: 'mended' };
  await tx
    .update(messages)
    .set({ details: { ...message.details, subjects: issues.map(({ key }) => key) } })
    .where(eq(messages.id, message.id));
  const ofCalendars = issues.filter(({ reason }) => reason !== 'message_failed');
  const givenUp = await tellGivenUp(tx, message, now);
  if (ofCalendars.length + givenUp.length === 0) return { drop: 'erased' };
  return {
    recipient: reachable(contactEmail),
    subject:
      ofCalendars.length > 0
        ? `${name}: a calendar needs your attention`
        : `${name}: a message could not be delivered`,
    text: [
      'Hello,',
      ...ofCalendars.map((issue) => sentence(issue, timezone)),
      ofCalendars.length > 0 &&
        'A link to connect a calendar again comes from whoever runs LumaLeasing for you.',
      ...givenUp,
      'You get at most one such message in 24 hours.',
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}

function sentence(
  { reason, agentName, about, startsAt, instead }: Issue,
  timezone: string,
): string {
  if (reason === 'revoked' && instead)
    return `${agentName}’s calendar ${about} no longer lets us in. Its busy times cannot be seen, and tours that stand in it cannot be changed there. New tours are written to ${instead}. Please connect it again.`;
  if (reason === 'revoked')
    return `${agentName}’s calendar ${about} no longer lets us in. Its busy times cannot be seen, and tours are not written to it. Please connect it again: tours booked meanwhile are kept, and will be written then.`;
  if (reason === 'not_synced')
    return `${agentName}’s calendar ${about} has not been synced for 24 hours. Times that are taken there may be offered. Connecting it again usually helps.`;
  if (reason === 'not_removed')
    return `An event of the tour on ${spokenTime(timezone, startsAt!)} could not be taken out of ${agentName}’s calendar ${about}, where it no longer belongs. Please delete it there, or that time stays taken.`;
  const tour = startsAt === null ? 'New tours' : `The tour on ${spokenTime(timezone, startsAt)}`;
  return `${tour} with ${agentName} could not be written to the calendar${about ? ` ${about}` : ''}. Please check that it still exists and may be written to.`;
}

const toldAtMost = 30;

// A visitor's question is quoted in full, because the team can see it nowhere else.
async function tellGivenUp(tx: Tx, alert: MessageRow, now: number): Promise<string[]> {
  const untold = isUntold(tx, now);
  const rows = await tx
    .select()
    .from(messages)
    .where(untold)
    .orderBy(asc(messages.endedAt), asc(messages.id))
    .limit(toldAtMost);
  if (rows.length === 0) return [];
  const others = (await tx.$count(messages, untold)) - rows.length;
  const ids = rows.map(({ id }) => id);
  await tx.update(messages).set({ alertId: alert.id }).where(inArray(messages.id, ids));
  const people = new Set<string>();
  const questions: string[] = [];
  for (const row of rows) {
    const question = row.kind === 'lead_message' ? await questionOf(tx, row) : undefined;
    if (row.kind !== 'lead_message') people.add(row.recipient);
    else if (question) questions.push(question.text);
    else
      await tx
        .update(messages)
        .set({ status: 'dropped', dropReason: 'erased' })
        .where(eq(messages.id, row.id));
  }
  return [
    people.size > 0 &&
      `We could not reach some people, and have given up: ${[...people].join(', ')}. Please tell them yourself; their tours show what they were to be told.`,
    questions.length > 0 && 'These were left for you by visitors, and could not be delivered:',
    ...questions,
    others > 0 &&
      `${others} more could not be delivered: the next of these messages tells of them.`,
  ].filter((paragraph) => paragraph !== false);
}

/** The mail about a question, or a request to be called back, that a visitor left for the team [W9]. */
export async function wordLeadMessage(tx: Tx, message: MessageRow): Promise<MailText> {
  const question = await questionOf(tx, message);
  if (!question) return { drop: 'erased' };
  const { contactEmail } = await propertyOf(tx, message);
  return { ...question, recipient: reachable(contactEmail) };
}

async function questionOf(tx: Tx, message: MessageRow) {
  const { name: property, timezone } = await propertyOf(tx, message);
  const [stored] = await tx
    .select({ message: leadMessages, lead: leads })
    .from(leadMessages)
    .innerJoin(leads, eq(leads.id, leadMessages.leadId))
    .where(eq(leadMessages.id, String(message.details['leadMessageId'])));
  if (!stored) return undefined;
  const { body, kind, page, createdAt } = stored.message;
  // The visitor's own data, even if the lead's differ: the answer goes to the visitor.
  const visitor =
    stored.message.email !== null || stored.message.phone !== null ? stored.message : stored.lead;
  const { phone, email } = visitor;
  const name = fullName(visitor) || 'A visitor';
  const callback = kind === 'callback';
  return {
    subject: callback
      ? `${property}: please call ${name} back`
      : `${property}: a question from ${name}`,
    text: [
      callback
        ? `${name} asks to be called back about ${property}.`
        : `${name} has a question about ${property}:`,
      body,
      [phone && `Phone: ${spokenPhone(phone)}`, email && `Email: ${email}`]
        .filter(Boolean)
        .join('\n'),
      [
        page && `Written on: ${page}`,
        // The time matters, because mail may have been down for days.
        `Left: ${spokenTime(timezone, createdAt)}`,
      ]
        .filter(Boolean)
        .join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}

async function propertyOf(tx: Tx, { propertyId }: MessageRow) {
  const { name, timezone, contactEmail } = properties;
  const [property] = await tx
    .select({ name, timezone, contactEmail })
    .from(properties)
    .where(eq(properties.id, propertyId));
  return property!;
}

// The current address, so that waiting messages go to a corrected one.
function reachable(contactEmail: string | null): string {
  if (contactEmail === null) throw new Error('the property has no contact address');
  return contactEmail;
}
