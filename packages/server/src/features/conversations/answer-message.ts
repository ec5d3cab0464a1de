import type { ChatAnswer, ChatMessage } from '@luma-leasing/types/chat';
import { eq } from 'drizzle-orm';
import { properties } from '../../db/tables/properties.ts';
import { localTime } from '../../lib/local-time.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { resolveDay } from './tour-date.ts';
import { detectIntent } from './tour-intent.ts';

/** What a visitor's words ask for. Days are those of the property, by our clock. */
export async function answerMessage(
  unit: UnitOfWork,
  { text, after }: Pick<ChatMessage, 'text' | 'after'>,
): Promise<ChatAnswer> {
  const intent = detectIntent(text, { invited: after === 'invitation' });
  if (intent?.kind !== 'tour') return intent ?? { kind: 'unknown' };
  const { days, dayPart } = intent;
  // Only a day needs the database.
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
