import { CalendarError, type CalendarSession } from '../calendars/provider.ts';

/**
 * A calendar that is gone, or no longer shared with us, takes its events along; nobody deleted those.
 * @throws CalendarError not_found
 */
export async function requireCalendar(
  session: CalendarSession,
  { calendarId }: { calendarId: string },
): Promise<void> {
  const calendars = await session.calendars();
  if (!calendars.some((one) => one.calendarId === calendarId && one.writable))
    throw new CalendarError('not_found', 'The calendar is gone, or may no longer be written to');
}
