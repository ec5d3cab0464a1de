import type { CalendarSource } from '@luma-leasing/types/tour';
import type { z } from 'zod';
import type { Interval, TimeRange } from '../../lib/interval.ts';
import { storableError } from '../../lib/storable-error.ts';

/** What a provider can go wrong with, in words every provider shares. */
export type CalendarFault =
  /** The access token was refused: refresh it and try once more. */
  | 'unauthorized'
  /** The grant is dead: only the person can give a new one. */
  | 'revoked'
  /** Too many requests. */
  | 'rate_limited'
  | 'not_found'
  /** The cursor is dead: forget it and list everything. */
  | 'cursor_expired'
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
  /** The provider said when to come back; any fault may. */
  readonly retryAfterMs: number | undefined;
  /** For the team, where more can be said than the fault says. */
  readonly words: string | undefined;

  constructor(
    fault: CalendarFault,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number; words?: string } = {},
  ) {
    super(storableError(message), options);
    this.fault = fault;
    this.words = options.words;
    this.retryAfterMs = options.retryAfterMs;
  }
}

const hopeless: CalendarFault[] = ['rejected', 'forbidden', 'not_found'];

/** Trying again changes nothing. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof CalendarError && hopeless.includes(error.fault);

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

/** A calendar of an account. Its zone tells which instants a day-long event covers. */
export interface CalendarPlace {
  calendarId: string;
  timezone: string;
}

/** Which of our records an event stands for, and the how-manieth event of it. Remote ids are derived from it. */
export interface EventRef {
  kind: 'tour' | 'appointment';
  id: string;
  generation: number;
}

/** What we want an event to say. */
export interface EventDraft {
  title: string;
  description: string;
  location: string;
  /** Epoch ms. Of a day-long event: midnights in `timezone`. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  timezone: string;
  /** Guests are not told of this change. */
  quiet?: boolean;
  /** Invited when it is made; whom its owner invites or takes off later is left alone. */
  attendee?: { email: string; name: string };
  /** Which version of our record it is: comes back as `written`, with these times. */
  revision: number;
  /** Minutes before the start at which the provider mails the agent. Absent: as the calendar has it. */
  emailReminders?: number[];
}

export interface WrittenMark {
  revision: number;
  startsAt: number;
  endsAt: number;
}

export type InviteAnswer = 'pending' | 'accepted' | 'declined' | 'tentative';

/** An event as the provider holds it. Of a cancelled one, only ids and tags mean anything. */
export interface RemoteEvent extends Interval {
  eventId: string;
  /** The series it is an instance of. */
  seriesId: string | null;
  /** The version tag for `update`. */
  etag: string;
  cancelled: boolean;
  /** Counts as busy: not transparent, declined or cancelled. */
  busy: boolean;
  allDay: boolean;
  /** We could not read when it is: its times are those of the question. Never told by `find`, `get` or `first`, which fail. */
  unreadable?: true;
  title: string;
  description: string;
  location: string;
  /** Its words are for its owner alone, whoever else may see the calendar. */
  private: boolean;
  /** When it was last changed there, epoch ms; null: the provider does not say. */
  updatedAt: number | null;
  /** What the invited answered, by lower-case address. */
  answers: Record<string, InviteAnswer>;
  /** Set when it is one of ours. */
  ref: EventRef | null;
  /** What we last wrote into it: whether or not the answer ever reached us. Epoch ms. */
  written: WrittenMark | null;
  /** Tells one insertion of ours from another; a copy that a person makes has that of what they copied. */
  insertionId: string | null;
  /** Its id, or its series', is the one derived from `ref`: it is what we made, and no copy of it. */
  derivedId: boolean;
}

/** One page of what changed since a cursor, or, without one, of everything in a stretch of time. */
export interface ChangesPage {
  events: RemoteEvent[];
  nextPage: string | null;
  /** On the last page only. */
  cursor: string | null;
}

export interface ChangesQuery {
  cursor: string | null;
  /** Only a listing without a cursor needs it: a cursor stands for the time it was given for. */
  between: TimeRange;
  page: string | null;
}

/** A push channel, to be opened under an id and a secret of ours. */
export interface ChannelRequest {
  channelId: string;
  token: string;
  url: string;
}

export interface Channel {
  resourceId: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** What a push says. It names a channel, never an event, and nothing in it is signed: the token is all. */
export interface Push {
  channelId: string;
  token: string;
  resourceId: string;
  /** When the channel ends, epoch ms; null: it does not say. */
  expiresAt: number | null;
  /** Something may have changed. Else the channel was just opened. */
  isNews: boolean;
}

/** Calls on one account, with one access token. Every method throws CalendarError. */
export interface CalendarSession {
  accountEmail(): Promise<string>;
  calendars(): Promise<CalendarInfo[]>;
  /**
   * Merged busy time of each calendar; null: the provider could not tell, which is never to be read as free.
   */
  freeBusy(
    calendarIds: string[],
    between: TimeRange,
    signal?: AbortSignal,
  ): Promise<Map<string, Interval[] | null>>;
  /** Events that touch the time, recurring ones expanded. Narrow questions only. */
  eventsBetween(
    calendarId: string,
    between: TimeRange,
    signal?: AbortSignal,
  ): Promise<RemoteEvent[]>;
  /** @throws CalendarError `cursor_expired` when everything has to be listed again. */
  changes(at: CalendarPlace, query: ChangesQuery): Promise<ChangesPage>;
  /**
   * Our event, cancelled or not; null when it was never made. Of these three, none says "none" before the calendar's own
   * list says so, too: who asks for a single event may be answered wrongly, or not at all.
   * @param near where it stood when it was last seen, or should.
   */
  find(at: CalendarPlace, ref: EventRef, near: Interval): Promise<RemoteEvent | null>;
  /** Any event, cancelled or not; null when there is none. */
  get(at: CalendarPlace, eventId: string, near: Interval): Promise<RemoteEvent | null>;
  /** The same, but of an event that somebody made a series of: its first date, as it is by itself. */
  first(at: CalendarPlace, which: string | EventRef, near: Interval): Promise<RemoteEvent | null>;
  create(at: CalendarPlace, ref: EventRef, draft: EventDraft): Promise<RemoteEvent>;
  update(at: CalendarPlace, eventId: string, draft: EventDraft, etag: string): Promise<RemoteEvent>;
  /**
   * An event already gone is a success.
   * @param etag absent: whatever it says by now.
   * @param options.quiet guests are not told: what they were invited to goes on.
   */
  remove(
    calendarId: string,
    eventId: string,
    etag?: string,
    options?: { quiet?: boolean },
  ): Promise<void>;
  watch(calendarId: string, request: ChannelRequest): Promise<Channel>;
  /** A channel already gone is a success. */
  unwatch(channelId: string, resourceId: string): Promise<void>;
}

export interface CalendarProvider {
  /** What its calendars are called in a tour's history. */
  readonly source: CalendarSource;
  /** Where the person gives consent. `codeChallenge`: PKCE, S256. */
  consentUrl(request: { state: string; codeChallenge: string; redirectUri: string }): string;
  exchangeCode(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<AccessToken>;
  refresh(refreshToken: string): Promise<AccessToken>;
  /** Ends the whole grant of this account. A grant already dead is a success. */
  revoke(token: string): Promise<void>;
  /**
   * The UID of an event in calendar files, by its id, or by the record whose event has a derived id; null: only the provider
   * knows it.
   */
  icalUid(which: string | EventRef): string | null;
  /** What a person must tick for us to work, in words for them; empty when all is granted. */
  missingScopes(granted: string[]): string[];
  session(accessToken: string): CalendarSession;
  /** The headers of its pushes, as the API's documentation shows them. */
  readonly pushHeaders: z.ZodObject;
  /** Undefined: it is no push of this provider's. Nothing is checked here. */
  readPush(headers: Headers): Push | undefined;
}

export type ProviderId = 'google' | 'microsoft' | 'caldav';
/** Those that the settings allow. */
export type CalendarProviders = Partial<Record<ProviderId, CalendarProvider>>;
