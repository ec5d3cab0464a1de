import type { Calendar, CalendarEvent } from '../../../state/model.ts';
import { notFound, preconditionFailed } from '../../errors.ts';
import { findInstance, isRecurring } from '../expand.ts';

export interface FoundEvent {
  event: CalendarEvent;
  /** False for an instance that is stored only as part of its series. */
  stored: boolean;
}

/** Finds an event or an instance of a series, also if it is deleted. */
export function findEvent(calendar: Calendar, id: string): FoundEvent {
  const stored = calendar.events.get(id);
  if (stored !== undefined) return { event: stored.event, stored: true };
  const master = calendar.events.get(id.slice(0, Math.max(0, id.lastIndexOf('_'))))?.event;
  const instance = master && isRecurring(master) ? findInstance(master, id) : undefined;
  if (instance === undefined) throw notFound();
  return { event: instance, stored: false };
}

export function checkIfMatch(event: CalendarEvent, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const etags = ifMatch.split(',').map((etag) => etag.trim());
  if (!etags.includes(event.etag)) throw preconditionFailed();
}
