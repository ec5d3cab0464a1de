import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarEvent } from '../../../state/model.ts';
import { formatInstant } from '../times.ts';

/**
 * An event in Google's answer, with times in the requested zone or the calendar's. A cancelled instance has only the
 * fields that the documentation promises.
 */
export function renderEvent(event: CalendarEvent, zone: string): calendar_v3.Schema$Event {
  if (event.status === 'cancelled' && event.recurringEventId) return renderChange(event, zone);
  return {
    ...event,
    start: renderTime(event.start, zone),
    end: renderTime(event.end, zone),
    ...(event.originalStartTime && {
      originalStartTime: renderTime(event.originalStartTime, zone),
    }),
  };
}

/** An event in an incremental sync; a deleted one has only its id and status. */
export function renderChange(event: CalendarEvent, zone: string): calendar_v3.Schema$Event {
  if (event.status !== 'cancelled') return renderEvent(event, zone);
  return {
    kind: 'calendar#event',
    etag: event.etag,
    id: event.id,
    status: 'cancelled',
    ...(event.recurringEventId && { recurringEventId: event.recurringEventId }),
    ...(event.originalStartTime && {
      originalStartTime: renderTime(event.originalStartTime, zone),
    }),
  };
}

function renderTime(
  time: calendar_v3.Schema$EventDateTime,
  zone: string,
): calendar_v3.Schema$EventDateTime {
  if (!time.dateTime) return time;
  return { ...time, dateTime: formatInstant(Date.parse(time.dateTime), zone) };
}
