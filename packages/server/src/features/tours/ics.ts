import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { calendarEntry } from './calendar-entry.ts';
import type { LoadedTour } from './load-tour.ts';

/** A calendar file for the prospect; its UID stays the same through every change. Pure. */
export function toIcs(loaded: LoadedTour, manageUrl: string): string {
  const { tour } = loaded;
  const entry = calendarEntry(loaded, manageUrl);
  const calendar = ical({ prodId: '//LumaLeasing//Tours//EN', method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    id: `${tour.id}@lumaleasing`,
    sequence: Math.floor(tour.updatedAt / 1000) % 2 ** 31,
    status: tour.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: new Date(entry.startsAt),
    end: new Date(entry.endsAt),
    stamp: new Date(tour.updatedAt),
    summary: entry.title,
    location: entry.location,
    description: entry.details,
    url: manageUrl,
  });
  return calendar.toString();
}
