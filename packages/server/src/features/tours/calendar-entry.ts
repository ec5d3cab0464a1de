import ical, { ICalEventStatus } from 'ical-generator';
import type { LoadedTour } from './load-tour.ts';
import { eventTitle, postalAddress } from './tour-text.ts';

/** A tour as it stands in the prospect's own calendar, whichever that is. */
export interface CalendarEntry {
  title: string;
  details: string;
  location: string;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  /** The property's. */
  timezone: string;
}

export const calendarEntry = (
  { tour, property, config, agent }: LoadedTour,
  manageUrl: string,
): CalendarEntry => ({
  title: eventTitle(config.eventTitle, property.name),
  details: [`With ${agent.name}.`, property.directions, `Change or cancel: ${manageUrl}`]
    .filter(Boolean)
    .join('\n\n'),
  location: postalAddress(property.address),
  startsAt: tour.startsAt,
  endsAt: tour.endsAt,
  timezone: property.timezone,
});

/** `2026-01-27T15:00:00Z`, without milliseconds, which Outlook stumbles over. */
const utc = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
/** `20260127T150000Z` */
const basic = (ms: number): string => utc(ms).replace(/[-:]/g, '');

/** Not URLSearchParams: Outlook shows its `+` for a space as a plus. */
const query = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');

const googleUrl = (entry: CalendarEntry): string =>
  `https://calendar.google.com/calendar/render?${query({
    action: 'TEMPLATE',
    text: entry.title,
    dates: `${basic(entry.startsAt)}/${basic(entry.endsAt)}`,
    details: entry.details,
    location: entry.location,
    ctz: entry.timezone,
  })}`;

const outlookUrl = (entry: CalendarEntry): string =>
  `https://outlook.live.com/calendar/0/deeplink/compose?${query({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: entry.title,
    startdt: utc(entry.startsAt),
    enddt: utc(entry.endsAt),
    body: entry.details,
    location: entry.location,
  })}`;

/** The forms of calendars on the web, filled in. */
export const calendarLinks = { google: googleUrl, outlook: outlookUrl };

/** What a calendar file says of a tour beside the tour itself. */
interface IcsFacts {
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
