import type { calendar_v3 } from '@googleapis/calendar';

/** A stored event: Google's shape, with the fields that are always present. */
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
  /** Position in the order of creation, which is the default order of a listing. */
  order: number;
  /** The calendar's counter at the last write; sync tokens are compared with it. */
  change: number;
  /** All its times so far, to know which instances a changed series lost. */
  timings: Timing[];
}

/** The times of an event since one change of its calendar. */
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
  /** Grows by one with each write to the calendar, deletions included. */
  change: number;
  events: Map<string, StoredEvent>;
}

export type AccessRole = 'freeBusyReader' | 'reader' | 'writer' | 'owner';

/** A calendar in an account's list, and what the account may do with it. */
export interface Listing {
  calendarId: string;
  accessRole: AccessRole;
  primary: boolean;
  colorId: string;
  backgroundColor: string;
  foregroundColor: string;
  /** Grows when the account's sync tokens for this calendar are made invalid. */
  syncGeneration?: number;
}

export interface Account {
  email: string;
  /** Google's numeric account id. */
  id: string;
  timeZone: string;
  listings: Listing[];
}

/** What a person granted a client. All tokens of account and client end with the grant. */
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

/** A channel on a calendar: Google tells it about changes. */
export interface Channel {
  /** The client chooses it. */
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
  /** The number of the last message; numbers grow with gaps. */
  messageNumber: number;
  /** Absent unless the channel was ended; it may still have expired. */
  ended?: 'stopped' | 'revoked';
}

/** Everything that survives a restart. */
export interface State {
  /** Changes with each reset, so that sync tokens from before it are recognised. */
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

/** A mail that the sandbox caught and did not send. */
export interface Mail {
  id: string;
  at: string;
  /** Who sent it: only Google's invitations so far. */
  source: 'google-calendar';
  from: string;
  to: string;
  subject: string;
  text: string;
}
