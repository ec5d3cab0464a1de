import { notifyGuests } from './notify-guests.ts';
import type { CalendarEvent } from '../../../../state/model.ts';
import { deleted } from '../../../errors.ts';
import { isRecurring } from '../../expand.ts';
import { commit } from './commit.ts';
import type { EventContext } from './context.ts';
import { checkIfMatch, findEvent } from '../find-event.ts';

/** Cancels the event. It can still be found, and its id stays taken. A second deletion is 410. */
export function deleteEvent(context: EventContext, id: string, ifMatch?: string): CalendarEvent {
  const { world, calendar } = context;
  const { event } = findEvent(calendar, id);
  if (event.status === 'cancelled') throw deleted();
  checkIfMatch(event, ifMatch);
  const cancelled = cancel(context, event);
  if (isRecurring(event)) {
    const exceptions = [...calendar.events.values()].filter(
      (stored) => stored.event.recurringEventId === id && stored.event.status !== 'cancelled',
    );
    for (const stored of exceptions) {
      commit(world, calendar, { ...stored.event, status: 'cancelled' });
    }
  }
  notifyGuests(context, 'cancellation', cancelled);
  return cancelled;
}

function cancel({ world, calendar }: EventContext, event: CalendarEvent): CalendarEvent {
  return commit(world, calendar, {
    ...event,
    status: 'cancelled',
    sequence: (event.sequence ?? 0) + 1,
  });
}
