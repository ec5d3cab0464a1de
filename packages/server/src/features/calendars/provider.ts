import type { CalendarSource } from '@luma-leasing/types/tour';
import type { z } from 'zod';
import type { Interval, TimeRange } from '../../lib/interval.ts';
import { storableError } from '../../lib/storable-error.ts';

/** What can go wrong at a provider, in the same terms for all providers. */
export type CalendarFault =
  /** The access token was refused: refresh it and try once more. */
  | 'unauthorized'
  /** The grant is dead: only the person can give a new one. */
  | 'revoked'
  /** Too many requests. */
  | 'rate_limited'
  | 'not_found'
  /** The cursor is no longer valid: drop it and list everything. */
  | 'cursor_expired'
  /** The etag is old: the event has changed. */
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
  /** The time after which the provider wants to be asked again. Any fault may have it. */
  readonly retryAfterMs: number | undefined;
  /** Words for the team, if they can say more than the fault does. */
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

/** Whether another try would fail in the same way. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof CalendarError && hopeless.includes(error.fault);

export interface AccessToken {
  accessToken: string;
  /** Milliseconds from the provider's answer. */
  lifetimeMs: number;
  /** Absent in most answers: then the stored one stays valid. */
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

/** A calendar of an account. Its zone tells which instants an all-day event covers. */
export interface CalendarPlace {
  calendarId: string;
  timezone: string;
}

/** The record of ours that an event stands for, and which of its events it is. The event's id is derived from this. */
export interface EventRef {
  kind: 'tour' | 'appointment';
  id: string;
  generation: number;
}

/** The content that an event should have. */
export interface EventDraft {
  title: string;
  description: string;
  location: string;
  /** Epoch ms. For an all-day event: midnights in `timezone`. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  timezone: string;
  /** The provider does not mail the guests about this change. */
  quiet?: boolean;
  /** The guest who is invited when the event is created. Later writes leave the guests as the owner has them. */
  attendee?: { email: string; name: string };
  /** The revision of our record. It comes back as `written`, with these times. */
  revision: number;
  /** When the provider mails a reminder to the agent, in minutes before the start. Absent: the calendar's default. */
  emailReminders?: number[];
}

export interface WrittenMark {
  revision: number;
  startsAt: number;
  endsAt: number;
}

export type InviteAnswer = 'pending' | 'accepted' | 'declined' | 'tentative';

/** An event as the provider has it. Of a cancelled event only ids and etag are valid. */
export interface RemoteEvent extends Interval {
  eventId: string;
  /** The id of the series that the event is an instance of. */
  seriesId: string | null;
  /** The etag for `update`. */
  etag: string;
  cancelled: boolean;
  /** Counts as busy: not transparent, declined or cancelled. */
  busy: boolean;
  allDay: boolean;
  /** The event's time could not be read: its times are those of the request. `find`, `get` and `first` throw instead. */
  unreadable?: true;
  title: string;
  description: string;
  location: string;
  /** The event's text is for its owner only, even if others may see the calendar. */
  private: boolean;
  /** When the event was last changed in the calendar, epoch ms; null: the provider does not say. */
  updatedAt: number | null;
  /** The guests' answers, by lower-case address. */
  answers: Record<string, InviteAnswer>;
  /** Our record that the event stands for; null: the event is not ours. */
  ref: EventRef | null;
  /** What we last wrote into the event, also if the answer to our write was lost. Times are epoch ms. */
  written: WrittenMark | null;
  /** Differs for each insertion of ours. A person's copy has the id of the event that was copied. */
  insertionId: string | null;
  /** The event's id, or its series', is the one derived from `ref`: the event is ours and not a copy. */
  derivedId: boolean;
}

/** One page of the changes since a cursor or, without a cursor, of all events in a range of time. */
export interface ChangesPage {
  events: RemoteEvent[];
  nextPage: string | null;
  /** On the last page only. */
  cursor: string | null;
}

export interface ChangesQuery {
  cursor: string | null;
  /** The range of a full listing. A cursor keeps the range of the listing that gave it. */
  between: TimeRange;
  page: string | null;
}

/** A channel to be opened. We choose its id and its secret. */
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

/** A push. It names a channel, not an event. Nothing in it is signed: only the token proves where it comes from. */
export interface Push {
  channelId: string;
  token: string;
  resourceId: string;
  /** When the channel ends, epoch ms; null: the push does not say. */
  expiresAt: number | null;
  /** True: something may have changed. False: the channel was just opened. */
  isNews: boolean;
}

/** Calls on one account, with one access token. Every method throws CalendarError. */
export interface CalendarSession {
  accountEmail(): Promise<string>;
  calendars(): Promise<CalendarInfo[]>;
  /**
   * The merged busy time of each calendar; null: the provider could not tell. Null must never be read as free.
   */
  freeBusy(
    calendarIds: string[],
    between: TimeRange,
    signal?: AbortSignal,
  ): Promise<Map<string, Interval[] | null>>;
  /** Events that overlap a range of time, recurring ones as instances. For narrow ranges only. */
  eventsBetween(
    calendarId: string,
    between: TimeRange,
    signal?: AbortSignal,
  ): Promise<RemoteEvent[]>;
  /** @throws CalendarError `cursor_expired` if everything must be listed again. */
  changes(at: CalendarPlace, query: ChangesQuery): Promise<ChangesPage>;
  /**
   * An event of ours, cancelled or not; null if it was never created. `find`, `get` and `first` return null only if the
   * calendar's list has no such event either: the answer about a single event may be wrong or missing. They throw
   * `not_found` if the calendar itself is not found.
   * @param near the event's time when it was last seen, or the time that it should have. null: the list is not asked,
   *   because the caller creates the event next, and `create` says if there is one.
   */
  find(at: CalendarPlace, ref: EventRef, near: Interval | null): Promise<RemoteEvent | null>;
  /** An event of ours that stands in the calendar, found by its UID in the calendar's list: one call. */
  listed(at: CalendarPlace, which: string | EventRef): Promise<RemoteEvent | null>;
  /** Any event by its id, cancelled or not; null if there is none. */
  get(at: CalendarPlace, eventId: string, near: Interval): Promise<RemoteEvent | null>;
  /** Like `find` or `get`. If somebody made the event a series: its first instance, as it is now. */
  first(
    at: CalendarPlace,
    which: string | EventRef,
    near: Interval | null,
  ): Promise<RemoteEvent | null>;
  create(at: CalendarPlace, ref: EventRef, draft: EventDraft): Promise<RemoteEvent>;
  update(at: CalendarPlace, eventId: string, draft: EventDraft, etag: string): Promise<RemoteEvent>;
  /**
   * Removes an event. Succeeds if the event is gone already.
   * @param etag absent: remove it in whatever state it is now.
   * @param options.quiet the guests are not told: their tour still takes place.
   */
  remove(
    calendarId: string,
    eventId: string,
    etag?: string,
    options?: { quiet?: boolean },
  ): Promise<void>;
  watch(calendarId: string, request: ChannelRequest): Promise<Channel>;
  /** Stops a channel. Succeeds if the channel is gone already. */
  unwatch(channelId: string, resourceId: string): Promise<void>;
}

export interface CalendarProvider {
  /** The provider's name in a tour's history. */
  readonly source: CalendarSource;
  /** The address of the page where the person gives consent. `codeChallenge`: PKCE, S256. */
  consentUrl(request: { state: string; codeChallenge: string; redirectUri: string }): string;
  exchangeCode(request: {
    code: string;
    codeVerifier: string;
    redirectUri: string;
  }): Promise<AccessToken>;
  refresh(refreshToken: string): Promise<AccessToken>;
  /** Ends the whole grant of an account. Succeeds if the grant is dead already. */
  revoke(token: string): Promise<void>;
  /**
   * The UID of an event in calendar files, by the event's id or by our record, whose event has a derived id.
   * Null: only the provider knows the UID.
   */
  icalUid(which: string | EventRef): string | null;
  /** The scopes that the person did not grant, in words for them; empty if all are granted. */
  missingScopes(granted: string[]): string[];
  session(accessToken: string): CalendarSession;
  /** The headers of this provider's pushes, for the API's documentation. */
  readonly pushHeaders: z.ZodObject;
  /** Reads a push without checking its token. Undefined: it is no push of this provider. */
  readPush(headers: Headers): Push | undefined;
}

export type ProviderId = 'google' | 'microsoft' | 'caldav';
/** The providers that the settings allow. */
export type CalendarProviders = Partial<Record<ProviderId, CalendarProvider>>;
