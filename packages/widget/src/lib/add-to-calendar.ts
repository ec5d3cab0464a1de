interface CalendarEntry {
  title: string;
  /** Instants, ISO 8601. */
  startsAt: string;
  endsAt: string;
  details?: string;
  location?: string;
  /** The property's zone: Google then shows the event in it. */
  timezone?: string;
}

/** `2026-01-27T15:00:00Z`, without milliseconds, which Outlook stumbles over. */
const utc = (instant: string): string => new Date(instant).toISOString().replace(/\.\d+/, '');
/** `20260127T150000Z` */
const basic = (instant: string): string => utc(instant).replace(/[-:]/g, '');

/** Not URLSearchParams: Outlook shows its `+` for a space as a plus. */
const query = (fields: Record<string, string | undefined>): string =>
  Object.entries(fields)
    .flatMap(([key, value]) => (value ? `${key}=${encodeURIComponent(value)}` : []))
    .join('&');

export const googleUrl = (entry: CalendarEntry): string =>
  `https://calendar.google.com/calendar/render?${query({
    action: 'TEMPLATE',
    text: entry.title,
    dates: `${basic(entry.startsAt)}/${basic(entry.endsAt)}`,
    details: entry.details,
    location: entry.location,
    ctz: entry.timezone,
  })}`;

export const outlookUrl = (entry: CalendarEntry): string =>
  `https://outlook.live.com/calendar/0/deeplink/compose?${query({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: entry.title,
    startdt: utc(entry.startsAt),
    enddt: utc(entry.endsAt),
    body: entry.details,
    location: entry.location,
  })}`;
