import { messages, type MessageKind } from '../../db/tables/messages.ts';
import { declareJob, type TenantPayload } from '../../jobs/contract.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

/** Sends the message of a row. `notifications` handles it, and also sweeps for rows whose job was lost. */
export const sendMessageJob = declareJob<TenantPayload & { messageId: string }>({
  name: 'send-message',
  keyOf: ({ messageId }) => messageId,
  // The row has the result of an attempt and the next try. So a job fails only if the database is away.
  retries: 3,
  // A mail server may take ten minutes for each answer.
  expireSeconds: 3_600,
});

export interface NewMessage {
  kind: MessageKind;
  recipient: string;
  /** Identifies the occasion: a person gets one message for each. */
  dedupeKey: string;
  tourId?: string;
  /** What the message tells beside the tour. Nothing personal. */
  details?: Record<string, unknown>;
}

/** Queues a message in the transaction of its cause. Its text is made when it is sent. */
export async function queueMessage(unit: OpenUnit, message: NewMessage): Promise<void> {
  const { ctx, tx, scope } = unit;
  const now = ctx.clock.now();
  const [row] = await tx
    .insert(messages)
    .values({ ...message, propertyId: scope.propertyId, createdAt: now, nextTryAt: now })
    .onConflictDoNothing()
    .returning({ messageId: messages.id });
  if (row) await enqueue(unit, sendMessageJob, row);
}
