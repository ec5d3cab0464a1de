import { createHash } from 'node:crypto';
import type { calendar_v3 } from '@googleapis/calendar';
import type { Calendar, Listing } from '../../state/model.ts';

export const DEFAULT_REMINDERS: calendar_v3.Schema$EventReminder[] = [
  { method: 'popup', minutes: 30 },
];

/** Only own calendars have default reminders. */
export function defaultReminders(listing: Listing): calendar_v3.Schema$EventReminder[] {
  return listing.primary ? DEFAULT_REMINDERS : [];
}

export function calendarResource(calendar: Calendar): calendar_v3.Schema$Calendar {
  return {
    kind: 'calendar#calendar',
    etag: etagOf('calendar', calendar),
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description !== undefined && { description: calendar.description }),
    timeZone: calendar.timeZone,
  };
}

export function calendarListEntry(
  calendar: Calendar,
  listing: Listing,
): calendar_v3.Schema$CalendarListEntry {
  return {
    kind: 'calendar#calendarListEntry',
    etag: etagOf('entry', calendar),
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description !== undefined && { description: calendar.description }),
    timeZone: calendar.timeZone,
    colorId: listing.colorId,
    backgroundColor: listing.backgroundColor,
    foregroundColor: listing.foregroundColor,
    selected: true,
    accessRole: listing.accessRole,
    defaultReminders: defaultReminders(listing),
    ...(listing.primary && { primary: true }),
  };
}

/** The calendar's etag: it changes with its properties, not with its events. */
function etagOf(kind: string, calendar: Calendar): string {
  const text = `${kind} ${calendar.id} ${calendar.summary} ${calendar.timeZone}`;
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
