import type { ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId } from '@luma-leasing/types/property';
import type { BookTour, Cancel, Reschedule } from '@luma-leasing/types/tour';
import type { LumaEventDetails, LumaEventName } from '../events.ts';
import type { Attempt, Details, OwnTour, PickedSlot, Problem, RememberedTour } from './state.ts';

/** An element that the views mark as `data-…`; a flaw is marked by `aria-invalid`. */
export type FocusSpot = 'flaw' | 'composer' | 'notice' | 'start';

/** What a transition wants done outside; `run-effect.ts` does it. */
export type Effect =
  | { type: 'load-config' }
  | { type: 'load-times'; tourType: TourTypeId | null; changingTour: RememberedTour | null }
  /** Asks what the visitor's words mean. The typing dots show for a moment even if the answer is quick. */
  | { type: 'ask-chat'; attempt: Attempt<ChatMessage> }
  | { type: 'book-tour'; attempt: Attempt<BookTour>; slot: PickedSlot }
  /** Moves the focus, once the new state is drawn. */
  | { type: 'focus'; spot: FocusSpot }
  | { type: 'remember-visit'; details?: Partial<Details>; tours?: RememberedTour[] }
  | { type: 'load-kit' }
  | KitEffect
  /** A reload must not send the pending submission again. */
  | { type: 'forget-pending' }
  | ({ type: 'announce' } & Announcement)
  | { type: 'report-problem'; problem: Problem }
  /** The server is of another version than this widget. */
  | { type: 'advise-owner'; code: 'OLDER_SERVER' | 'NEWER_SERVER' };

/** Effects that only the kit asks for, and only the kit can run. */
export type KitEffect =
  | { type: 'poll-tours'; round: number; tours: OwnTour[] }
  | { type: 'schedule-poll'; round: number; ms: number }
  | { type: 'send-change'; tour: OwnTour; change: TourChange }
  /** Sends a question or a wish to be called back to the team. */
  | { type: 'leave-message'; attempt: Attempt<LeaveMessage> };

export type TourChange =
  | { action: 'cancel'; attempt: Attempt<Cancel> }
  | { action: 'reschedule'; attempt: Attempt<Reschedule> };

/** An event for the page that embeds the widget. */
export type Announcement = {
  [Name in LumaEventName]: { name: Name; detail: LumaEventDetails[Name] };
}[LumaEventName];
