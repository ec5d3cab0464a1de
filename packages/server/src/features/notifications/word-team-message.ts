import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { leadMessages, leads } from '../../db/tables/leads.ts';
import { properties } from '../../db/tables/properties.ts';
import { fullName, spokenPhone } from '../../lib/person.ts';
import { findIssues, isTold, type Issue } from '../calendars/find-issues.ts';
import { spokenTime } from '../tours/wording.ts';
import type { Message, Wording } from './word-tour-message.ts';

/** What a manager has to see to [C6, C7, N5]; what was mended meanwhile is left out. */
export async function wordAlert(
  tx: Tx,
  scope: TenantScope,
  message: Message,
  now: number,
): Promise<Wording> {
  const { name, timezone } = await propertyOf(tx, message);
  const subjects = message.details['subjects'] as string[];
  const standing = (await findIssues(tx, scope, now)).filter((issue) => isTold(issue, subjects));
  if (standing.length === 0) return { drop: 'mended' };
  const ofCalendars = standing.some(({ reason }) => reason !== 'message_failed');
  return {
    subject: ofCalendars
      ? `${name}: a calendar needs your attention`
      : `${name}: a message could not be delivered`,
    text: [
      'Hello,',
      ...standing.map((issue) => sentence(issue, timezone)),
      ofCalendars &&
        'A link to connect a calendar again comes from whoever runs LumaLeasing for you.',
      'You get at most one such message in 24 hours.',
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}

function sentence({ reason, agentName, about, startsAt }: Issue, timezone: string): string {
  if (reason === 'message_failed')
    return `We could not reach some people, and have given up: ${about}. Please tell them yourself; their tours show what they were to be told.`;
  if (reason === 'revoked')
    return `${agentName}’s calendar ${about} no longer lets us in. Its busy times cannot be seen, and tours are not written to it. Please connect it again: tours booked meanwhile are kept, and will be written then.`;
  if (reason === 'not_synced')
    return `${agentName}’s calendar ${about} has not been synced for 24 hours. Times that are taken there may be offered. Connecting it again usually helps.`;
  const tour = startsAt === null ? 'New tours' : `The tour on ${spokenTime(timezone, startsAt)}`;
  return `${tour} with ${agentName} could not be written to the calendar${about ? ` ${about}` : ''}. Please check that it still exists and may be written to.`;
}

/** A question, or a wish to be called back, that a visitor left for the team [W9]. */
export async function wordLeadMessage(tx: Tx, message: Message): Promise<Wording> {
  const { name: property } = await propertyOf(tx, message);
  const [left] = await tx
    .select({ message: leadMessages, lead: leads })
    .from(leadMessages)
    .innerJoin(leads, eq(leads.id, leadMessages.leadId))
    .where(eq(leadMessages.id, String(message.details['leadMessageId'])));
  if (!left) return { drop: 'erased' };
  const { body, kind, page } = left.message;
  // What this visitor typed, whoever the lead is known as: the answer goes to them.
  const said =
    left.message.email !== null || left.message.phone !== null ? left.message : left.lead;
  const { phone, email } = said;
  const name = fullName(said) || 'A visitor';
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
      page && `Written on: ${page}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}

async function propertyOf(tx: Tx, { propertyId }: Message) {
  const { name, timezone } = properties;
  const [property] = await tx
    .select({ name, timezone })
    .from(properties)
    .where(eq(properties.id, propertyId));
  return property!;
}
