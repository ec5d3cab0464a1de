import type { AccessRole, AccessToken, Account, Calendar, Listing } from '../../state/model.ts';
import type { World } from '../../world.ts';
import { GoogleError, needsWriter, notFound, unknownAccount } from '../errors.ts';

const PREFIX = 'https://www.googleapis.com/auth/calendar';
const READ = ['', '.readonly', '.events', '.events.readonly', '.events.owned'];

/** The scopes that allow each method; one of them is enough. From Google's reference. */
const METHOD_SCOPES = {
  'CalendarList.List': ['', '.readonly', '.calendarlist', '.calendarlist.readonly'],
  'CalendarList.Get': ['', '.readonly', '.calendarlist', '.calendarlist.readonly'],
  'Calendars.Get': ['', '.readonly', '.calendars', '.calendars.readonly'],
  'Freebusy.Query': ['', '.readonly', '.freebusy', '.events.freebusy'],
  'Events.Get': READ,
  'Events.List': READ,
  'Events.Instances': READ,
  'Events.Watch': READ,
  'Channels.Stop': READ,
  'Events.Insert': ['', '.events', '.events.owned'],
  'Events.Patch': ['', '.events', '.events.owned'],
  'Events.Update': ['', '.events', '.events.owned'],
  'Events.Move': ['', '.events', '.events.owned'],
  'Events.Delete': ['', '.events', '.events.owned'],
} satisfies Record<string, string[]>;

export type Method = keyof typeof METHOD_SCOPES;

/** Refuses a token without a scope for the method. */
export function requireScope(token: AccessToken, method: Method): void {
  const accepted = METHOD_SCOPES[method].map((suffix) => PREFIX + suffix);
  if (token.scopes.some((scope) => accepted.includes(scope))) return;
  throw new GoogleError({
    code: 403,
    reason: 'insufficientPermissions',
    message: 'Request had insufficient authentication scopes.',
    innerMessage: 'Insufficient Permission',
    status: 'PERMISSION_DENIED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
        metadata: {
          service: 'calendar-json.googleapis.com',
          method: `calendar.v3.${method}`,
        },
      },
    ],
  });
}

export interface OpenCalendar {
  account: Account;
  calendar: Calendar;
  listing: Listing;
}

/** A calendar of the account's list; any other is 404. */
export function openCalendar(world: World, email: string, id: string): OpenCalendar {
  const account = world.store.state.accounts.get(email);
  if (account === undefined) throw unknownAccount(email);
  const calendarId = id === 'primary' ? email : id;
  const listing = account.listings.find((entry) => entry.calendarId === calendarId);
  const calendar = world.store.state.calendars.get(calendarId);
  if (listing === undefined || calendar === undefined) throw notFound();
  return { account, calendar, listing };
}

export function requireWriter(open: OpenCalendar): void {
  if (!canWrite(open.listing.accessRole)) throw needsWriter();
}

export function canWrite(role: AccessRole): boolean {
  return role === 'writer' || role === 'owner';
}
