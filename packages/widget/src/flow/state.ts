import type { Availability } from '@luma-leasing/types/availability';
import type { Alternative, Contact, ErrorCode, Issue } from '@luma-leasing/types/errors';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booking } from '@luma-leasing/types/tour';

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

export type Flaw = 'required' | 'email' | 'phone' | 'reach' | 'consent' | 'long' | 'rejected';
export type Flaws = Partial<Record<Field, Flaw>>;

/** What the chat shows. Luma's lines are named, not worded: the view has the words. */
export type Talk = { id: string } & (
  | { by: 'visitor'; text: string }
  | { by: 'luma'; says: 'greeting' | 'tour' | 'ask' | 'change' }
  | { by: 'luma'; says: 'booked'; booking: Remembered }
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
  'id' | 'startsAt' | 'endsAt' | 'timezone' | 'tourType' | 'manageUrl' | 'test'
>;

export type SlotNotice = 'not-offered' | null;

/** Where the visitor is. */
export type Step =
  | { at: 'chat' }
  | { at: 'month'; month: string | null; picked: string | null }
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
  | { at: 'done'; booking: Booking }
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
  /** What was said and not answered yet; the dots dance meanwhile. */
  unanswered: string[];
  details: Details;
  booked: Remembered | null;
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
  details: blankDetails,
  booked: null,
  way: 'on',
  step: { at: 'chat' },
};

export const configOf = (state: State): WidgetConfig | null =>
  state.config.status === 'ready' ? state.config.value : null;
