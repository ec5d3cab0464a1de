import type { CalendarEntry } from './calendar-entry.ts';

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
