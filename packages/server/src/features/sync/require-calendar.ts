import { CalendarError, type CalendarSession } from '../calendars/provider.ts';

/**
 * Checks that the account still has a calendar and may write to it. If not, its events are out of our sight, and their
 * absence does not mean that somebody deleted them.
 * @throws CalendarError not_found
 */
export async function requireCalendarAtProvider(
  session: CalendarSession,
  { calendarId }: { calendarId: string },
): Promise<void> {
  const calendars = await session.calendars();
  if (!calendars.some((one) => one.calendarId === calendarId && one.writable))
    throw new CalendarError('not_found', 'The calendar is gone, or may no longer be written to');
}
