import { messages, type MessageKind } from '../../db/tables/messages.ts';
import { declareJob, type TenantPayload } from '../../jobs/contract.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

/** Send what a row of `messages` stands for. Done by `notifications`, which also sweeps for rows whose job was lost. */
export const sendMessageJob = declareJob<TenantPayload & { messageId: string }>({
  name: 'send-message',
  keyOf: ({ messageId }) => messageId,
  // What became of an attempt is in the row, and so is the next one: a job fails only where the database is away.
  retries: 3,
  // A mail server may take ten minutes for each of its answers.
  expireSeconds: 3_600,
});

export interface NewMessage {
  kind: MessageKind;
  recipient: string;
  /** Tells one occasion from the next: of each, a person is told once. */
  dedupeKey: string;
  tourId?: string;
  /** What it tells beyond the tour. Nothing personal. */
  details?: Record<string, unknown>;
}

/** Puts a message on its way, in the transaction of its cause. It is worded when it is sent. */
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
