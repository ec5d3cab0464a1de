import { isoOf } from '../../../../clock.ts';
import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import type { World } from '../../../../world.ts';
import { withTiming } from '../../sync/timings.ts';

/**
 * All writes of events go through here: it sets etag and `updated`, counts the calendar's change for sync tokens, and
 * tells the channels.
 */
export function commit(
  world: World,
  calendar: Calendar,
  event: Omit<CalendarEvent, 'etag'>,
): CalendarEvent {
  const now = isoOf(world.clock.now());
  calendar.change += 1;
  calendar.updated = now;
  const written: CalendarEvent = {
    ...event,
    kind: 'calendar#event',
    etag: `"3${String(calendar.change).padStart(15, '0')}"`,
    updated: now,
  } as CalendarEvent;
  const before = calendar.events.get(event.id);
  const order = before?.order ?? calendar.change;
  const timings = withTiming(before?.timings ?? [], written, calendar.change);
  calendar.events.set(event.id, { event: written, order, change: calendar.change, timings });
  world.pushes.announce(calendar.id);
  world.store.changed();
  return written;
}
