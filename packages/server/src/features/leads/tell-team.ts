import { messages } from '../../db/tables/messages.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { sendLeadMessage } from './contracts.ts';

/** Puts a mail to the team on its way, once for each message left, in the transaction that stores it. */
export async function tellTeam(
  unit: OpenUnit,
  { leadMessageId, recipient }: { leadMessageId: string; recipient: string },
): Promise<void> {
  const { ctx, tx } = unit;
  const { propertyId } = unit.scope;
  const [message] = await tx
    .insert(messages)
    .values({
      propertyId,
      kind: 'lead_message',
      details: { leadMessageId },
      dedupeKey: `lead_message:${leadMessageId}`,
      recipient,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: messages.id });
  if (message) await enqueue(unit, sendLeadMessage, { messageId: message.id });
}
