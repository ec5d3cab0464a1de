import type { OpenUnit } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';

/** Queues a mail to the team, once for each message left, in the transaction that stores the message. */
export const notifyTeamOfMessage = (
  unit: OpenUnit,
  { leadMessageId, recipient }: { leadMessageId: string; recipient: string },
): Promise<void> =>
  queueMessage(unit, {
    kind: 'lead_message',
    recipient,
    details: { leadMessageId },
    dedupeKey: `lead_message:${leadMessageId}`,
  });
