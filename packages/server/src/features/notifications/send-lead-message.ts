import { eq, sql } from 'drizzle-orm';
import { leadMessages, leads } from '../../db/tables/leads.ts';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { fullName, spokenPhone } from '../../lib/person.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { sendOnce } from './send-once.ts';

/** Mails the team a question, or a wish to be called back, that a visitor left [W9]. */
export async function mailLeadMessage(unit: UnitOfWork, messageId: string): Promise<void> {
  const thisOne = eq(messages.id, messageId);
  const [left] = await transact(unit, ({ tx }) =>
    tx
      .select({ message: leadMessages, lead: leads, property: properties.name })
      .from(messages)
      .innerJoin(
        leadMessages,
        sql`${leadMessages.id}::text = ${messages.details}->>'leadMessageId'`,
      )
      .innerJoin(leads, eq(leads.id, leadMessages.leadId))
      .innerJoin(properties, eq(properties.id, messages.propertyId))
      .where(thisOne),
  );
  // Erased meanwhile, with the person.
  if (left) await sendOnce(unit, thisOne, wording(left));
}

interface Left {
  message: typeof leadMessages.$inferSelect;
  lead: typeof leads.$inferSelect;
  property: string;
}

function wording({ message, lead, property }: Left) {
  // What this visitor typed, whoever the lead is known as: the answer goes to them.
  const said = message.email !== null || message.phone !== null ? message : lead;
  const name = fullName(said) || 'A visitor';
  const callback = message.kind === 'callback';
  const reach = [
    said.phone && `Phone: ${spokenPhone(said.phone)}`,
    said.email && `Email: ${said.email}`,
  ];
  return {
    subject: callback
      ? `${property}: please call ${name} back`
      : `${property}: a question from ${name}`,
    text: [
      callback
        ? `${name} asks to be called back about ${property}.`
        : `${name} has a question about ${property}:`,
      message.body,
      reach.filter(Boolean).join('\n'),
      message.page && `Written on: ${message.page}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}
