import type { Interval } from '../../lib/interval.ts';

/** What a provider can go wrong with, in words every provider shares. */
export type CalendarFault =
  /** The access token was refused: refresh it and try once more. */
  | 'unauthorized'
  /** The grant is dead: only the person can give a new one. */
  | 'revoked'
  /** Too many requests; see `retryAfterMs`. */
  | 'rate_limited'
  | 'not_found'
  /** The version tag is stale. */
  | 'changed_meanwhile'
  /** The chosen id is taken. */
  | 'exists'
  | 'forbidden'
  /** Our request makes no sense to the provider: trying again will not help. */
  | 'rejected'
  /** Network, deadline, or a fault on the provider's side. */
  | 'unreachable';

export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  readonly fault: CalendarFault;
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: CalendarFault,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number } = {},
  ) {
    super(message, options);
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface AccessToken {
  accessToken: string;
  /** Milliseconds from the answer on. */
  lifetimeMs: number;
  /** Absent in most answers: what is stored then stays. */
  refreshToken?: string;
  scopes?: string[];
}

export interface CalendarInfo {
  calendarId: string;
  summary: string;
  timezone: string;
  primary: boolean;
  writable: boolean;
}

/** Our event, as every provider can show it. */
export interface EventDraft {
  /** Which tour it stands for, and the how-manieth event of that tour. Remote ids are derived from it. */
  ref: EventRef;
  title: string;
  description: string;
  location: string;
  startsAt: string;
  endsAt: string;
  timezone: string;
  attendee: { email: string; name: string };
  /** Minutes before the start at which the provider mails the agent. */
  emailReminders: number[];
}

export interface EventRef {
  tourId: string;
  generation: number;
}

/** An event as the provider holds it. */
export interface RemoteEvent extends Interval {
  eventId: string;
  /** The version tag for `update`. */
  etag: string;
  cancelled: boolean;
  /** Counts as busy: not transparent, declined or cancelled. */
  busy: boolean;
  /** Set when it is one of ours. */
  ref: EventRef | null;
}

/** Calls on one account, with one access token. Every method throws CalendarError. */
export interface CalendarSession {
  accountEmail(): Promise<string>;
  calendars(): Promise<CalendarInfo[]>;
  /**
   * Merged busy time of each calendar; null: the provider could not tell, which is never to be read as free.
   * `from` and `to` are ISO instants.
   */
  freeBusy(
    calendarIds: string[],
    from: string,
    to: string,
    signal?: AbortSignal,
  ): Promise<Map<string, Interval[] | null>>;
  /** Events that touch the time, recurring ones expanded. Narrow questions only: one page is read. */
  eventsBetween(
    calendarId: string,
    from: string,
    to: string,
    signal?: AbortSignal,
  ): Promise<RemoteEvent[]>;
  /** Our event, cancelled or not; null when it was never made. */
  find(calendarId: string, ref: EventRef): Promise<RemoteEvent | null>;
  create(calendarId: string, draft: EventDraft): Promise<RemoteEvent>;
  update(
    calendarId: string,
    eventId: string,
    draft: EventDraft,
    etag: string,
  ): Promise<RemoteEvent>;
  /** An event already gone is a success. */
  remove(calendarId: string, eventId: string): Promise<void>;
}

export interface CalendarProvider {
  /** Where the person gives consent. `codeChallenge`: PKCE, S256. */
  consentUrl(request: { state: string; codeChallenge: string; redirectUri: string }): string;
  exchangeCode(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<AccessToken>;
  refresh(refreshToken: string): Promise<AccessToken>;
  /** What a person must tick for us to work, in words for them; empty when all is granted. */
  missingScopes(granted: string[]): string[];
  session(accessToken: string): CalendarSession;
}

export type ProviderId = 'google' | 'microsoft' | 'caldav';
/** Those that the settings allow. */
export type CalendarProviders = Partial<Record<ProviderId, CalendarProvider>>;
