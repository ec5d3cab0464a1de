import { notifyGuests } from './notify-guests.ts';
import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import { duplicate, invalid } from '../../../errors.ts';
import { commit } from './commit.ts';
import type { EventContext } from './context.ts';
import { findEvent } from '../find-event.ts';

/** Moves an event to another calendar. It keeps its id there, and is cancelled in the old calendar. */
export function moveEvent(context: EventContext, id: string, to: Calendar): CalendarEvent {
  const { world, calendar } = context;
  const { event, stored } = findEvent(calendar, id);
  if (event.status === 'cancelled' || !stored || event.recurringEventId)
    throw invalid('Cannot change the organizer of an instance.');
  const before = to.events.get(id);
  if (before && before.event.status !== 'cancelled') throw duplicate();
  const moved = commit(world, to, { ...event, organizer: { email: to.id, self: true } });
  commit(world, calendar, { ...event, status: 'cancelled' });
  notifyGuests({ ...context, calendar: to }, 'update', moved);
  return moved;
}
