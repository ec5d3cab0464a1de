import type { CalendarEntry, ChangeAppointment } from '@luma-leasing/types/appointment';
import { AppError } from '../../lib/errors.ts';
import type { UnitOfWork } from '../../unit-of-work.ts';
import { updateMirrorRow } from './update-mirror-row.ts';
import { toCalendarEntry } from './present.ts';
import { changedSpan } from './span.ts';

/**
 * Changes the time or the words of any event in an agent's calendar, whoever made it [S10].
 * @throws AppError NOT_FOUND, INVALID_REQUEST, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function changeAppointment(
  unit: UnitOfWork,
  id: string,
  input: ChangeAppointment,
): Promise<CalendarEntry> {
  const { title, location, description, kind } = input;
  const { row, calendar } = await updateMirrorRow(unit, id, (found) => {
    // The team may read events that have a kind. Nobody may make another person's event readable by giving it one.
    if (kind !== undefined && found.row.kind === null)
      throw new AppError('INVALID_REQUEST', 'Only what was made here is of a kind.', {
        issues: [{ path: 'kind', message: 'Not of an event made in the calendar' }],
      });
    const zones = { property: found.propertyZone, calendar: found.calendar.timezone };
    return {
      ...(isWish(title, found.row.title, 'Busy') ? { title } : {}),
      ...(isWish(location, found.row.location, '') ? { location } : {}),
      ...(isWish(description, found.row.description, '') ? { description } : {}),
      ...(kind === undefined ? {} : { kind }),
      ...changedSpan(found.row, input, zones),
    };
  });
  return toCalendarEntry(row, calendar, unit.actor);
}

// Whether a field was really changed. A field that we may not read is null; a form shows a substitute for it and
// sends that back, which must not overwrite the words in the calendar.
const isWish = (said: string | undefined, read: string | null, inPlace: string): boolean =>
  said !== undefined && (read !== null || said !== inPlace);
