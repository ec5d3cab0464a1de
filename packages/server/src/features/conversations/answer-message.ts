import type { ChatAnswer } from '@luma-leasing/types/chat';
import { eq } from 'drizzle-orm';
import { properties } from '../../db/tables/properties.ts';
import { localTime } from '../../lib/local-time.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { resolveDay } from './tour-day.ts';
import { detectManageIntent, detectTourIntent } from './tour-intent.ts';

/** What a visitor's words ask for. Days are those of the property, by our clock. */
export async function answerMessage(unit: UnitOfWork, text: string): Promise<ChatAnswer> {
  const wish = detectManageIntent(text);
  if (wish) return { kind: 'own-tour', wish };
  const tour = detectTourIntent(text);
  if (!tour) return { kind: 'unknown' };
  const { day, dayPart } = tour;
  // Only a day needs the database.
  const date = day && resolveDay(day, await todayAt(unit));
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
