import type { calendar_v3 } from '@googleapis/calendar';
import type { Mail } from '../mail/mail.ts';

/** An event as the calendar keeps it: Google's own shape with the fields that are always there. */
export type CalendarEvent = calendar_v3.Schema$Event & {
  id: string;
  etag: string;
  status: string;
  start: EventTime;
  end: EventTime;
};

export type EventTime = calendar_v3.Schema$EventDateTime &
  ({ date: string } | { dateTime: string; timeZone: string });

export interface StoredEvent {
  event: CalendarEvent;
  /** Place in the order of creation: the stable order of a listing. */
  order: number;
  /** The calendar's counter at the last write: what a sync token points before or after. */
  change: number;
  /** Every time it ever had, so that a sync can tell which instances a changed series lost. */
  timings: Timing[];
}

/** When an event took place from one change of its calendar on. */
export interface Timing {
  change: number;
  status: string;
  start: EventTime;
  end: EventTime;
  recurrence: string[];
}

export interface Calendar {
  id: string;
  summary: string;
  description?: string;
  timeZone: string;
  updated: string;
  /** Grows by one with every write to the calendar, deletions included. */
  change: number;
  events: Map<string, StoredEvent>;
}

export type AccessRole = 'freeBusyReader' | 'reader' | 'writer' | 'owner';

/** A calendar on an account's list, and what the account may do with it. */
export interface Listing {
  calendarId: string;
  accessRole: AccessRole;
  primary: boolean;
  colorId: string;
  backgroundColor: string;
  foregroundColor: string;
  /** Grows when the account's sync tokens for this calendar are killed. */
  syncGeneration?: number;
}

export interface Account {
  email: string;
  /** Google's numeric account id. */
  id: string;
  timeZone: string;
  listings: Listing[];
}

/** What a person has agreed to for a client; every token of that pair lives and dies with it. */
export interface Grant {
  account: string;
  clientId: string;
  scopes: string[];
}

export interface RefreshToken {
  token: string;
  account: string;
  clientId: string;
  scopes: string[];
  lastUsedAt: number;
}

export interface AccessToken {
  token: string;
  account: string;
  clientId: string;
  scopes: string[];
  expiresAt: number;
}

export interface AuthorizationCode {
  code: string;
  account: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  withRefreshToken: boolean;
  codeChallenge: string | undefined;
  codeChallengeMethod: string | undefined;
  expiresAt: number;
}

/** A watch on a calendar: where Google tells that something changed there. */
export interface Channel {
  /** Chosen by the client. */
  id: string;
  account: string;
  clientId: string;
  calendarId: string;
  resourceId: string;
  resourceUri: string;
  address: string;
  token?: string;
  openedAt: number;
  expiresAt: number;
  /** The number of the last message; it grows with gaps. */
  messageNumber: number;
  /** Absent while nobody ended it; it may have expired all the same. */
  ended?: 'stopped' | 'revoked';
}

/** All that survives a restart. */
export interface State {
  /** Another one after every reset: what tells that a sync token is from before it. */
  era: string;
  clockOffsetMs: number;
  accounts: Map<string, Account>;
  calendars: Map<string, Calendar>;
  grants: Grant[];
  refreshTokens: RefreshToken[];
  accessTokens: AccessToken[];
  codes: AuthorizationCode[];
  channels: Channel[];
  mail: Mail[];
}
