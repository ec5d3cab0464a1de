import type { ChatAnswer, ChatMessage } from '@luma-leasing/types/chat';
import { eq } from 'drizzle-orm';
import { properties } from '../../db/tables/properties.ts';
import { localTime } from '../../lib/local-time.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { resolveDay } from './tour-date.ts';
import { detectIntent } from './tour-intent.ts';

/** Finds what a visitor's message asks for. Days are those of the property, by the server's clock. */
export async function answerMessage(
  unit: UnitOfWork,
  { text, after }: Pick<ChatMessage, 'text' | 'after'>,
): Promise<ChatAnswer> {
  const intent = detectIntent(text, { invited: after === 'invitation' });
  if (intent?.kind !== 'tour') return intent ?? { kind: 'unknown' };
  const { days, dayPart } = intent;
  // The database is needed only for a day, to know today's date.
  const date = days.length > 0 && resolveDay(days, await todayAt(unit));
  return { kind: 'tour', ...(date && { date }), ...(dayPart && { dayPart }) };
}

async function todayAt(unit: UnitOfWork): Promise<string> {
  const { ctx, scope } = unit;
  const [property] = await transact(unit, ({ tx }) =>
    tx
      .select({ timezone: properties.timezone })
      .from(properties)
      .where(eq(properties.id, scope.propertyId)),
  );
  if (!property) throw new Error('the property of a valid key is gone');
  return localTime(property.timezone, ctx.clock.now()).date;
}
