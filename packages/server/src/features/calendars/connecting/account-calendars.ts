import type { AccountCalendar } from '@luma-leasing/types/calendar';
import { eq } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError, type CalendarInfo } from '../provider.ts';
import { refusalOf } from '../grants/refusal-of.ts';
import type { Connection } from '../connections/connection-state.ts';
import { withSession } from '../grants/with-session.ts';

/**
 * What calendars an account has, as its provider says this moment.
 * @throws AppError CALENDAR_NOT_CONNECTED, CALENDAR_AUTH_EXPIRED, CALENDAR_UNREACHABLE
 */
export async function askCalendars(
  unit: UnitOfWork,
  connection: Connection,
): Promise<CalendarInfo[]> {
  const { id: connectionId, provider, accountEmail } = connection;
  if (connection.disconnectedAt !== null)
    throw new AppError('CALENDAR_NOT_CONNECTED', `${accountEmail} is not connected any more.`);
  try {
    return await withSession(unit, { connectionId, provider }, (session) => session.calendars());
  } catch (error) {
    throw error instanceof CalendarError ? refusalOf(error, accountEmail) : error;
  }
}

/** An account's calendars, and which of them are ours [C3]. */
export async function listCalendars(
  unit: UnitOfWork,
  connection: Connection,
  there?: CalendarInfo[],
): Promise<AccountCalendar[]> {
  const all = there ?? (await askCalendars(unit, connection));
  const ours = await transact(unit, ({ tx }) =>
    tx.select().from(agentCalendars).where(eq(agentCalendars.connectionId, connection.id)),
  );
  return all.map(({ calendarId, summary, timezone, primary, writable }) => {
    const chosen = ours.find((one) => one.calendarId === calendarId);
    return {
      calendarId,
      name: summary,
      timezone,
      primary,
      writable,
      chosen: chosen !== undefined,
      default: chosen?.isDefault ?? false,
      blocksTime: chosen?.blocksTime ?? false,
      showTitles: chosen?.showTitles ?? false,
    };
  });
}
