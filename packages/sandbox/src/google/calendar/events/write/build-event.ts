import type { calendar_v3 } from '@googleapis/calendar';
import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import { invalid, required, timeRangeEmpty } from '../../../errors.ts';
import { validateRecurrence } from '../../recurrence-lines.ts';
import { instantOf, readEventTime } from '../../times.ts';
import type { EventInput } from './event-input.ts';
import { readReminders } from './reminders.ts';

/** The fields of an event that follow from the client's body. */
export type EventContent = Omit<CalendarEvent, 'id' | 'etag'>;

/** Refuses the content that Google refuses, and adds the defaults that Google adds. */
export function buildContent(input: EventInput, calendar: Calendar): EventContent {
  const start = readEventTime(input.start, 'start', calendar.timeZone);
  const end = readEventTime(input.end, 'end', calendar.timeZone);
  if ((start.date === undefined) !== (end.date === undefined)) {
    throw invalid('Start and end times must either both be date or both be dateTime.');
  }
  const from = instantOf(start, 'UTC');
  const to = instantOf(end, 'UTC');
  // A timed event may have no length; an all-day event may not.
  if (to < from || (start.date !== undefined && to === from)) throw timeRangeEmpty();
  const recurrence = input.recurrence ?? [];
  if (recurrence.length > 0) {
    if (start.date === undefined && !input.start?.timeZone) {
      throw required('Missing time zone definition for start time.');
    }
    validateRecurrence(recurrence, from, start.timeZone ?? 'UTC');
  }
  const { id: _id, start: _start, end: _end, recurrence: _recurrence, ...rest } = input;
  const extended = readExtendedProperties(input.extendedProperties);
  return {
    ...rest,
    status: input.status ?? 'confirmed',
    start,
    end,
    reminders: readReminders(input.reminders),
    ...(recurrence.length > 0 && { recurrence }),
    ...(input.attendees && { attendees: readAttendees(input.attendees, calendar) }),
    ...(extended && { extendedProperties: extended }),
  };
}

function readAttendees(
  attendees: calendar_v3.Schema$EventAttendee[],
  calendar: Calendar,
): calendar_v3.Schema$EventAttendee[] {
  return attendees.map((attendee) => {
    const email = attendee.email?.trim().toLowerCase() ?? '';
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw invalid('Invalid attendee email.');
    const self = email === calendar.id;
    return {
      ...attendee,
      email,
      responseStatus: attendee.responseStatus ?? 'needsAction',
      ...(self && { self: true, organizer: true }),
    };
  });
}

type ExtendedProperties = NonNullable<calendar_v3.Schema$Event['extendedProperties']>;

const MAX_KEY = 44;
const MAX_VALUE = 1024;

/** Google silently drops keys that are too long, and cuts values that are too long. */
function readExtendedProperties(
  given: ExtendedProperties | null | undefined,
): ExtendedProperties | undefined {
  if (!given) return undefined;
  return {
    ...(given.private && { private: trim(given.private) }),
    ...(given.shared && { shared: trim(given.shared) }),
  };
}

function trim(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => key.length <= MAX_KEY)
      .map(([key, value]) => [key, value.slice(0, MAX_VALUE)]),
  );
}
