import { AppError } from '../../lib/errors.ts';

export const notConnected = () =>
  new AppError('CALENDAR_NOT_CONNECTED', 'This agent has no connected calendar.');

export const notWritable = () =>
  new AppError(
    'CALENDAR_NOT_WRITABLE',
    'The connected account may read this calendar, but not change it.',
  );

/** @throws AppError CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE */
export function requireWritable<Calendar extends { writable: boolean }>(
  calendar: Calendar | undefined,
): Calendar {
  if (!calendar) throw notConnected();
  if (!calendar.writable) throw notWritable();
  return calendar;
}
