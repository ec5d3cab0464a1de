import ical, { ICalEventStatus } from 'ical-generator';
import type { LoadedTour } from './load-tour.ts';
import { eventTitle, postalAddress } from './tour-text.ts';

/** The content of a tour's entry in the prospect's own calendar, of whatever kind. */
export interface ProspectCalendarEntry {
  title: string;
  details: string;
  location: string;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  /** The property's zone. */
  timezone: string;
}

export const prospectCalendarEntry = (
  { tour, property, config, agent }: LoadedTour,
  manageUrl: string,
): ProspectCalendarEntry => ({
  title: eventTitle(config.eventTitle, property.name),
  details: [`With ${agent.name}.`, property.directions, `Change or cancel: ${manageUrl}`]
    .filter(Boolean)
    .join('\n\n'),
  location: postalAddress(property.address),
  startsAt: tour.startsAt,
  endsAt: tour.endsAt,
  timezone: property.timezone,
});

/** `2026-01-27T15:00:00Z`. Outlook does not accept milliseconds. */
const utc = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
/** `20260127T150000Z` */
const basic = (ms: number): string => utc(ms).replace(/[-:]/g, '');

/** URLSearchParams would write a space as `+`, which Outlook shows as a plus. */
const query = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');

const googleUrl = (entry: ProspectCalendarEntry): string =>
  `https://calendar.google.com/calendar/render?${query({
    action: 'TEMPLATE',
    text: entry.title,
    dates: `${basic(entry.startsAt)}/${basic(entry.endsAt)}`,
    details: entry.details,
    location: entry.location,
    ctz: entry.timezone,
  })}`;

const outlookUrl = (entry: ProspectCalendarEntry): string =>
  `https://outlook.live.com/calendar/0/deeplink/compose?${query({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: entry.title,
    startdt: utc(entry.startsAt),
    enddt: utc(entry.endsAt),
    body: entry.details,
    location: entry.location,
  })}`;

/** Addresses of web calendars' forms, filled in with the entry. */
export const calendarLinks = { google: googleUrl, outlook: outlookUrl };

/** What a calendar file needs besides the tour. */
interface IcsFacts {
  manageUrl: string;
  /** The UID of the event in the agent's calendar, if there is one. So the invitation and this file make one entry. */
  uid: string;
  /** How often the tour was changed. Only by this number a calendar knows that a file is newer than its entry. */
  sequence: number;
}

/**
 * A calendar file for the prospect. It has no METHOD: with one it would be an organizer's message to guests, and would
 * have to name the organizer. Pure.
 */
export function toIcs(loaded: LoadedTour, { manageUrl, uid, sequence }: IcsFacts): string {
  const { tour } = loaded;
  const entry = prospectCalendarEntry(loaded, manageUrl);
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
  // The library leaves out the last line's CRLF.
  return `${calendar.toString().trimEnd()}\r\n`;
}
