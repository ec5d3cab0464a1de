import ical, { ICalEventStatus } from 'ical-generator';
import { calendarEntry } from './calendar-entry.ts';
import type { LoadedTour } from './load-tour.ts';

/** What a calendar file says of a tour beside the tour itself. */
export interface IcsFacts {
  manageUrl: string;
  /** That of the event in the agent's calendar, where there is one: whoever takes the invitation, too, has one entry. */
  uid: string;
  /** How often the tour was changed: a calendar takes the file for newer than what it has by nothing else. */
  sequence: number;
}

/**
 * A calendar file for the prospect. No METHOD: it is a file to be kept, and no message of an organizer to guests, which
 * would have to name one. Pure.
 */
export function toIcs(loaded: LoadedTour, { manageUrl, uid, sequence }: IcsFacts): string {
  const { tour } = loaded;
  const entry = calendarEntry(loaded, manageUrl);
  const calendar = ical({ prodId: '//LumaLeasing//Tours//EN' });
  calendar.createEvent({
    id: uid,
    sequence,
    status: tour.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: new Date(entry.startsAt),
    end: new Date(entry.endsAt),
    stamp: new Date(tour.updatedAt),
    summary: entry.title,
    location: entry.location,
    description: entry.details,
    url: manageUrl,
  });
  // The library leaves the last line without its end.
  return `${calendar.toString().trimEnd()}\r\n`;
}
