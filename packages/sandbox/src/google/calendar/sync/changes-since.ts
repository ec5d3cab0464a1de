import type { Calendar, CalendarEvent, StoredEvent } from '../../../state/model.ts';
import { expandSeries, findInstance, isRecurring, overlapsRange } from '../expand.ts';
import type { Range } from '../expand.ts';
import { spanOf } from '../times.ts';
import type { SyncPoint } from './sync-token.ts';
import { versionsSince } from './timings.ts';

/**
 * Everything written since the sync point, with deleted events as cancelled. An event that left the listing's window is
 * told as it is now, because it was not cancelled.
 */
export function changesSince(calendar: Calendar, point: SyncPoint): CalendarEvent[] {
  const range: Range = { from: point.timeMin ?? -Infinity, to: point.timeMax ?? Infinity };
  const changed = [...calendar.events.values()].filter(({ change }) => change > point.change);
  const tell = point.singleEvents ? changedInstances : changedEvent;
  return changed.flatMap((stored) => tell(stored, calendar, point.change, range));
}

function changedEvent(
  stored: StoredEvent,
  calendar: Calendar,
  since: number,
  range: Range,
): CalendarEvent[] {
  const { event } = stored;
  const tell =
    event.status === 'cancelled' ||
    // An exception was an instance of its series until it was written.
    event.recurringEventId !== undefined ||
    (range.from === -Infinity && range.to === Infinity) ||
    versionsSince(stored, since).some((one) => shown(one, calendar, range).length > 0);
  return tell ? [event] : [];
}

/** With `singleEvents`, a series is told as its instances, also if it was changed or deleted. */
function changedInstances(
  stored: StoredEvent,
  calendar: Calendar,
  since: number,
  range: Range,
): CalendarEvent[] {
  const { event } = stored;
  if (event.status === 'cancelled' && !isRecurring(event)) return [event];
  if (event.recurringEventId !== undefined) return [event];
  const is = new Map(shown(event, calendar, range).map((one) => [one.id, one]));
  const was = versionsSince(stored, since).flatMap((one) => shown(one, calendar, range));
  const gone = new Map(was.filter(({ id }) => !is.has(id)).map((one) => [one.id, one]));
  return [...is.values(), ...gone.values().map((instance) => outOfSight(instance, event))];
}

function outOfSight(instance: CalendarEvent, event: CalendarEvent): CalendarEvent {
  const elsewhere = isRecurring(event) ? findInstance(event, instance.id) : event;
  if (elsewhere?.id === instance.id && event.status !== 'cancelled') return elsewhere;
  return { ...instance, status: 'cancelled' };
}

/** The instances within the range, as a listing of single events shows them. */
function shown(event: CalendarEvent, calendar: Calendar, range: Range): CalendarEvent[] {
  if (event.status === 'cancelled') return [];
  if (isRecurring(event)) return expandSeries(event, calendar, range);
  return overlapsRange(spanOf(event, calendar.timeZone), range) ? [event] : [];
}
