import { and, eq, isNotNull, isNull, lt, or, type SQL } from 'drizzle-orm';
import { messages } from '../../db/tables/messages.ts';
import { RetryLater } from '../../jobs/retry-later.ts';
import type { Mail } from '../../lib/mailer.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';

const claimMs = 2 * 60_000;

/**
 * Mails what a message row stands for. Of several jobs for one message, one sends it; the others come back after a
 * while, since that one may have died.
 * @param thisOne which row.
 * @throws RetryLater another job is sending it.
 */
export async function sendOnce(
  unit: UnitOfWork,
  thisOne: SQL | undefined,
  wording: Pick<Mail, 'subject' | 'text'>,
): Promise<void> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const isFree = or(isNull(messages.sentAt), lt(messages.sentAt, now - claimMs));
  const set = (state: { status: 'queued' | 'sent'; sentAt: number | null }, more?: SQL) =>
    transact(unit, ({ tx }) =>
      tx
        .update(messages)
        .set(state)
        .where(and(thisOne, more))
        .returning({ id: messages.id, recipient: messages.recipient }),
    );
  const [message] = await set(
    { status: 'queued', sentAt: now },
    and(eq(messages.status, 'queued'), isFree),
  );
  if (!message) return waitForOther(unit, thisOne, now);
  try {
    await ctx.mailer.send({ id: message.id, to: message.recipient, ...wording });
  } catch (error) {
    await set({ status: 'queued', sentAt: null });
    throw error;
  }
  await set({ status: 'sent', sentAt: ctx.clock.now() });
}

// Nobody else would notice that a killed server never sent what it had begun to send.
async function waitForOther(
  unit: UnitOfWork,
  thisOne: SQL | undefined,
  now: number,
): Promise<void> {
  const [claimed] = await transact(unit, ({ tx }) =>
    tx
      .select({ sentAt: messages.sentAt })
      .from(messages)
      .where(and(thisOne, eq(messages.status, 'queued'), isNotNull(messages.sentAt))),
  );
  if (claimed)
    throw new RetryLater((claimed.sentAt! + claimMs - now) / 1000 + 1, 'another is sending it');
}
