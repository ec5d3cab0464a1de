import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { sendLeadMessage } from './contracts.ts';

/** Puts a mail to the team on its way, once for each message left, in the transaction that stores it. */
export async function tellTeam(
  ctx: Context,
  tx: Tx,
  { organizationId, propertyId }: TenantScope,
  { leadMessageId, recipient }: { leadMessageId: string; recipient: string },
): Promise<void> {
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
  if (message)
    await ctx.queue.enqueue(tx, sendLeadMessage, {
      organizationId,
      propertyId,
      messageId: message.id,
    });
}
