import type { Availability } from '@luma-leasing/types/availability';
import type { Alternative, Contact, ErrorCode, Issue } from '@luma-leasing/types/errors';
import type { ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booking, Cancel, ManagedTour, Reschedule } from '@luma-leasing/types/tour';
import type { TourDetail } from '../events.ts';

/** Why a request brought nothing. `unreachable` is worth another try; a refusal says what it is. */
export type Problem =
  | { kind: 'unreachable' }
  | {
      kind: 'refused';
      code: ErrorCode;
      requestId?: string | undefined;
      retryAfter?: number | undefined;
      contact?: Contact | undefined;
      alternatives?: Alternative[] | undefined;
      issues?: Issue[] | undefined;
    };

/** What became of a question to the server. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export type Loaded<T> =
  | { status: 'idle' }
  | { status: 'loading' }
  | { status: 'ready'; value: T; at: number }
  | { status: 'failed'; problem: Problem };

/** One submission: the key stays with the body, so that a repeat can never book twice. */
export interface Attempt<Body> {
  key: string;
  body: Body;
}

export type Sending<Body> =
  | { status: 'idle' }
  | { status: 'sending'; attempt: Attempt<Body>; slow: boolean }
  | { status: 'failed'; attempt: Attempt<Body>; problem: Problem };

/** A free time, by the property's calendar and clock. */
export interface PickedSlot {
  startsAt: string;
  date: string;
  time: string;
}

/** What a visitor typed about themselves; kept whatever happens to the rest. */
export interface Details {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  specialRequests: string;
  privacy: boolean;
  sms: boolean;
}
export type Field = keyof Details;

export type Flaw = 'required' | 'email' | 'phone' | 'reach' | 'consent' | 'long' | 'name';
export type Flaws = Partial<Record<Field, Flaw>>;

/** What the chat shows. Luma's lines are named, not worded: the view has the words. */
export type Talk = { id: string } & (
  | { by: 'visitor'; text: string }
  | { by: 'luma'; says: 'greeting' | 'tour' | 'ask' }
  | { by: 'luma'; says: 'change' }
  | { by: 'luma'; says: 'booked'; booking: Remembered }
  /** By whom: the visitor here, or the team in their calendar. */
  | { by: 'luma'; says: 'moved' | 'cancelled'; booking: Booking; ours: boolean }
  | { by: 'luma'; says: 'question'; question: Question }
);

/** A question waiting for a way to answer it. */
export interface Question {
  text: string;
  reach: string;
  flaw: Flaw | null;
  sending: Sending<LeaveMessage>;
  sent: boolean;
}

/** This browser's own tour. */
export type Remembered = Pick<
  Booking,
  'id' | 'startsAt' | 'endsAt' | 'timezone' | 'agentName' | 'tourType' | 'manageUrl' | 'test'
>;

/** As this browser knows it, and as the server last said. */
export interface OwnTour {
  known: Remembered;
  fresh: ManagedTour | null;
}

/** Where looking after the visitor's own tours stands; answers to an earlier turn are old news. */
export interface Look {
  is: 'idle' | 'asking' | 'waiting';
  turn: number;
}

export type SlotNotice = 'not-offered' | null;

/** Where the visitor is. */
export type Step =
  | { at: 'chat' }
  /** The day that Tab reaches, once one was chosen by hand. */
  | { at: 'month'; month: string | null; picked: string | null; focused: string | null }
  | { at: 'times'; date: string; picked: PickedSlot | null; notice: SlotNotice }
  | {
      at: 'contact';
      slot: PickedSlot;
      /** Someone else took it: nothing can be sent until another is picked. */
      taken: boolean;
      alternatives: Alternative[];
      flaws: Flaws;
      sending: Sending<BookTour>;
    }
  | { at: 'done'; booking: Booking; moved?: 'here' | 'by-team' }
  /** The visitor's own tour: to be moved, to be cancelled, and where neither goes. */
  | {
      at: 'move';
      id: string;
      slot: PickedSlot;
      taken: boolean;
      alternatives: Alternative[];
      sending: Sending<Reschedule>;
    }
  | { at: 'cancel'; id: string; sending: Sending<Cancel> }
  | { at: 'cancelled'; booking: Booking; ours: boolean }
  | { at: 'unchangeable'; problem: Problem; contact: Contact | null }
  | { at: 'exists' }
  | {
      at: 'callback';
      why: ErrorCode | 'full';
      contact: Contact | null;
      flaws: Flaws;
      sending: Sending<LeaveMessage>;
    }
  | { at: 'callback-sent' }
  | { at: 'closed'; contact: Contact | null }
  | { at: 'barred' };

export interface State {
  open: boolean;
  online: boolean;
  config: Loaded<WidgetConfig>;
  times: Loaded<Availability>;
  /** Null: the property's first. */
  tourType: TourTypeId | null;
  talk: Talk[];
  /** What was said and not answered yet. One is asked about at a time, so that the answers come in order. */
  unanswered: Attempt<ChatMessage>[];
  /** Why there is no answer; null: the dots dance. */
  unheard: Problem | null;
  details: Details;
  /** The visitor's own tours, the latest last. */
  tours: OwnTour[];
  /** The code that looks after them comes when there is one. */
  kit: 'absent' | 'coming' | 'here' | 'failed';
  look: Look;
  /** Whether the page is before the visitor's eyes. */
  visible: boolean;
  /** The tour that a time is being picked for; null: a new one. */
  changing: Remembered | null;
  /** Which way the last step went, for the eye. */
  way: 'on' | 'back';
  step: Step;
}

export const blankDetails: Details = {
  firstName: '',
  lastName: '',
  email: '',
  phone: '',
  specialRequests: '',
  privacy: false,
  sms: false,
};

export const initialState: State = {
  open: false,
  online: true,
  config: { status: 'idle' },
  times: { status: 'idle' },
  tourType: null,
  talk: [],
  unanswered: [],
  unheard: null,
  details: blankDetails,
  tours: [],
  kit: 'absent',
  look: { is: 'idle', turn: 0 },
  visible: true,
  changing: null,
  way: 'on',
  step: { at: 'chat' },
};

export const configOf = (state: State): WidgetConfig | null =>
  state.config.status === 'ready' ? state.config.value : null;

/** Only what is shown and what opens it again: never who booked. */
export const toRemember = (booking: Booking): Remembered => {
  const { id, startsAt, endsAt, timezone, agentName, tourType, manageUrl, test } = booking;
  return { id, startsAt, endsAt, timezone, agentName, tourType, manageUrl, test };
};

/** What the page may know of it. */
export const tourDetail = ({
  agentName: _name,
  manageUrl: _url,
  ...detail
}: Remembered): TourDetail => detail;
