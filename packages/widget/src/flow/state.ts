import type { Availability } from '@luma-leasing/types/availability';
import type { Alternative, Contact, ErrorCode, Issue } from '@luma-leasing/types/errors';
import type { ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booking, Cancel, ManagedTour, Reschedule } from '@luma-leasing/types/tour';
import type { TourDetail } from '../events.ts';

/** Why a request failed: the server was unreachable, or it refused the request with a code. */
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

/** How a request to the server ended. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export type Loaded<T> =
  | { status: 'idle' }
  | { status: 'loading' }
  | { status: 'ready'; value: T; loadedAt: number }
  | { status: 'failed'; problem: Problem };

/** One submission. The key stays with the body, so that sending it again cannot book twice. */
export interface Attempt<Body> {
  key: string;
  body: Body;
}

export type Sending<Body> =
  | { status: 'idle' }
  | { status: 'sending'; attempt: Attempt<Body>; slow: boolean }
  | { status: 'failed'; attempt: Attempt<Body>; problem: Problem };

/** A free time; date and time are the property's. */
export interface PickedSlot {
  startsAt: string;
  date: string;
  time: string;
}

/** What visitors typed about themselves. It is kept when a step fails or changes. */
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

/** One line of the chat. Luma's lines have a kind; the view has the words. */
export type TalkLine = { id: string } & (
  | { author: 'visitor'; text: string }
  | { author: 'luma'; kind: 'greeting' | 'tour-offer' | 'question-prompt' }
  | { author: 'luma'; kind: 'change-help' }
  | { author: 'luma'; kind: 'booked'; booking: RememberedTour }
  /** Moved or cancelled by the visitor, or by the team in its calendar. */
  | { author: 'luma'; kind: 'moved' | 'cancelled'; booking: Booking; byVisitor: boolean }
  | { author: 'luma'; kind: 'question'; question: Question }
);

/** A question that the chat could not answer, for the team. */
export interface Question {
  text: string;
  /** The visitor's email or phone. */
  replyTo: string;
  flaw: Flaw | null;
  sending: Sending<LeaveMessage>;
  sent: boolean;
}

/** What this browser keeps of a tour that it booked. */
export type RememberedTour = Pick<
  Booking,
  'id' | 'startsAt' | 'endsAt' | 'timezone' | 'agentName' | 'tourType' | 'manageUrl' | 'test'
>;

/** A tour that this browser booked; `managed` is the server's last answer about it. */
export interface OwnTour {
  remembered: RememberedTour;
  managed: ManagedTour | null;
}

/** The poll that asks the server about the visitor's own tours. Answers to an earlier round are ignored. */
export interface OwnTourPoll {
  status: 'idle' | 'asking' | 'waiting';
  round: number;
}

export type SlotNotice = 'not-offered' | null;

export type Step =
  | { at: 'chat' }
  /** `focused` is the day that the keyboard moved to. */
  | { at: 'month'; month: string | null; picked: string | null; focused: string | null }
  | { at: 'times'; date: string; picked: PickedSlot | null; notice: SlotNotice }
  | {
      at: 'contact';
      slot: PickedSlot;
      /** Someone else took the time; another one must be picked before the form can be sent. */
      taken: boolean;
      alternatives: Alternative[];
      flaws: Flaws;
      sending: Sending<BookTour>;
    }
  | { at: 'done'; booking: Booking; movedBy?: 'visitor' | 'team' }
  /** Pages about the visitor's own tour. */
  | {
      at: 'move';
      id: string;
      slot: PickedSlot;
      taken: boolean;
      alternatives: Alternative[];
      sending: Sending<Reschedule>;
    }
  | { at: 'cancel'; id: string; sending: Sending<Cancel> }
  | { at: 'cancelled'; booking: Booking; byVisitor: boolean }
  | { at: 'unchangeable'; problem: Problem; contact: Contact | null }
  | { at: 'exists' }
  | {
      at: 'callback';
      reason: ErrorCode | 'wanted';
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
  /** Null: the property's first type. */
  tourType: TourTypeId | null;
  talk: TalkLine[];
  /** Chat messages without an answer. They are asked about one at a time, so that answers come in order. */
  unanswered: Attempt<ChatMessage>[];
  /** Why the chat got no answer; null: it is being asked. */
  chatProblem: Problem | null;
  details: Details;
  /** The latest is last. */
  ownTours: OwnTour[];
  kitStatus: Loaded<unknown>['status'];
  ownTourPoll: OwnTourPoll;
  /** Whether the visitor sees the page. */
  visible: boolean;
  /** The tour that gets a new time; null: a new tour is booked. */
  changingTour: RememberedTour | null;
  /** Which way the last step went, for the animation. */
  direction: 'forward' | 'back';
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
  chatProblem: null,
  details: blankDetails,
  ownTours: [],
  kitStatus: 'idle',
  ownTourPoll: { status: 'idle', round: 0 },
  visible: true,
  changingTour: null,
  direction: 'forward',
  step: { at: 'chat' },
};

export const configOf = (state: State): WidgetConfig | null =>
  state.config.status === 'ready' ? state.config.value : null;

/** What is shown of a tour, and its manage link; nothing about the person who booked. */
export const rememberedTour = (booking: Booking): RememberedTour => {
  const { id, startsAt, endsAt, timezone, agentName, tourType, manageUrl, test } = booking;
  return { id, startsAt, endsAt, timezone, agentName, tourType, manageUrl, test };
};

/** What the embedding page may know of a tour. */
export const tourDetail = ({
  agentName: _name,
  manageUrl: _url,
  ...detail
}: RememberedTour): TourDetail => detail;
