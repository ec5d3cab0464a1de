import type { Availability } from '@luma-leasing/types/availability';
import type { ChatAnswered } from '@luma-leasing/types/chat';
import type { MessageLeft } from '@luma-leasing/types/lead';
import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booked, ManagedTour } from '@luma-leasing/types/tour';
import type { Attempt, Details, Field, Outcome, PickedSlot, RememberedTour } from './state.ts';

/** What visitors do. Views send these and nothing else. */
export type VisitorAction =
  | { type: 'open-panel' }
  | { type: 'close-panel' }
  | { type: 'send-chat-message'; text: string }
  | { type: 'start-tour'; chipText?: string }
  | { type: 'ask-question' }
  | { type: 'go-back' }
  | { type: 'go-to-chat' }
  | { type: 'turn-month'; month: string }
  | { type: 'focus-day'; date: string }
  | { type: 'pick-tour-type'; tourType: TourTypeId }
  | { type: 'pick-day'; date: string }
  | { type: 'pick-time'; slot: PickedSlot }
  | { type: 'fill-form'; details: Partial<Details> }
  | { type: 'leave-field'; field: Field }
  | { type: 'submit-booking' }
  | { type: 'want-callback' }
  | { type: 'submit-callback' }
  | { type: 'fill-reply-to'; id: string; replyTo: string }
  | { type: 'submit-question'; id: string }
  | { type: 'change-tour'; id: string }
  | { type: 'cancel-tour'; id: string }
  | { type: 'confirm-change' }
  | { type: 'retry' };

/** What happens outside the widget. Only the controller and effects send these. */
export type OutsideEvent =
  | { type: 'visit-recalled'; details: Partial<Details>; tours: RememberedTour[] }
  | { type: 'kit-loaded'; ok: boolean }
  | { type: 'visibility'; visible: boolean }
  | { type: 'connection'; online: boolean }
  | { type: 'resume-booking'; attempt: Attempt<BookTour>; slot: PickedSlot }
  | { type: 'config-loaded'; outcome: Outcome<WidgetConfig> }
  | {
      type: 'times-loaded';
      outcome: Outcome<Availability>;
      tourType: TourTypeId | null;
      changingTour: RememberedTour | null;
    }
  | { type: 'chat-answered'; key: string; outcome: Outcome<ChatAnswered> }
  | { type: 'sending-slow'; key: string }
  | { type: 'booking-answered'; key: string; outcome: Outcome<Booked> }
  | { type: 'message-left'; key: string; outcome: Outcome<MessageLeft> }
  | { type: 'change-answered'; key: string; outcome: Outcome<ManagedTour> }
  | { type: 'poll-due'; round: number }
  | { type: 'poll-answered'; round: number; answers: OwnTourAnswer[] };

/** What the server answered about one of the visitor's tours. */
export interface OwnTourAnswer {
  id: string;
  outcome: Outcome<ManagedTour>;
}

export type Message = VisitorAction | OutsideEvent;
export type Send = (action: VisitorAction) => void;

/** What a transition needs and cannot compute: the time, a new id, and where the page is. */
export interface Moment {
  now: number;
  id: string;
  locale: string;
  page: string;
}
