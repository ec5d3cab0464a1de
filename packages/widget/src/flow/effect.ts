import type { ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId } from '@luma-leasing/types/property';
import type { BookTour } from '@luma-leasing/types/tour';
import type { LumaEventDetails, LumaEventName } from '../events.ts';
import type { OwnEffect } from './own.ts';
import type { Attempt, Details, PickedSlot, Problem, Remembered } from './state.ts';

/** Marked so in the views, as `data-…`; a flaw by `aria-invalid`. */
export type Spot = 'flaw' | 'composer' | 'notice' | 'start';

/** What a transition wants done in the world. */
export type Effect =
  | { do: 'load-config' }
  | { do: 'load-times'; tourType: TourTypeId | null; changing: Remembered | null }
  /** What the visitor's words mean; the dots dance a moment at least. */
  | { do: 'hear'; attempt: Attempt<ChatMessage> }
  | { do: 'book'; attempt: Attempt<BookTour>; slot: PickedSlot }
  /** To what needs the visitor's eye next, once it is drawn. */
  | { do: 'focus'; on: Spot }
  | { do: 'remember'; details?: Partial<Details>; tours?: Remembered[] }
  | { do: 'bring-kit' }
  | KitEffect
  /** A submission that no reload may send again. */
  | { do: 'forget-pending' }
  | ({ do: 'announce' } & Announcement)
  | { do: 'complain'; problem: Problem };

/** What only the kit asks for, and does. */
export type KitEffect =
  | { do: 'own'; effect: OwnEffect }
  /** A question or a wish to be called back, for the team. */
  | { do: 'leave'; attempt: Attempt<LeaveMessage> };

/** What the page hears of. */
export type Announcement = {
  [Name in LumaEventName]: { name: Name; detail: LumaEventDetails[Name] };
}[LumaEventName];
