import { AppError } from '../../lib/errors.ts';

/** @throws AppError CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE */
export function requireWritable<Calendar extends { writable: boolean }>(
  calendar: Calendar | undefined,
): Calendar {
  if (!calendar)
    throw new AppError('CALENDAR_NOT_CONNECTED', 'This agent has no connected calendar.');
  if (!calendar.writable)
    throw new AppError(
      'CALENDAR_NOT_WRITABLE',
      'The connected account may read this calendar, but not change it.',
    );
  return calendar;
}
