import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarEvent } from '../../../state/model.ts';
import { formatInstant } from '../times.ts';

/**
 * An event as Google prints it: its times at the offset of the zone that was asked for, or of the
 * calendar; of a cancelled instance no more than the documentation promises.
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

/** An event as an incremental sync tells it: of a deleted one only that it is gone. */
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
