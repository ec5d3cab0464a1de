import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { properties } from '../../db/tables/properties.ts';
import { sendMessageJob } from '../outbox/queue-message.ts';
import { isDue } from './attempt-message.ts';

/** Queues a job for every message that is due, even if its own job was lost. The longest waiting come first [N5]. */
export async function enqueueDueMessages(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { propertyId } = messages;
    const { organizationId } = properties;
    const due = await tx
      .select({ messageId: messages.id, propertyId, organizationId })
      .from(messages)
      .innerJoin(properties, eq(properties.id, propertyId))
      .where(isDue(ctx.clock.now()))
      .orderBy(asc(messages.nextTryAt))
      .limit(500);
    await ctx.queue.enqueueAll(tx, sendMessageJob, due);
    return due.length;
  });
}
