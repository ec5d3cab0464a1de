import type { ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { TourTypeId } from '@luma-leasing/types/property';
import type { BookTour, Booking } from '@luma-leasing/types/tour';
import type { OwnEffect } from './own.ts';
import type { Attempt, Details, PickedSlot, Problem, Remembered } from './state.ts';

export type Spot = 'flaw' | 'composer' | 'notice' | 'reach' | 'page';

/** What a transition wants done in the world. */
export type Effect =
  | { do: 'load-config' }
  | { do: 'load-times'; tourType: TourTypeId | null }
  /** What the visitor's words mean; the dots dance a moment at least. */
  | { do: 'hear'; attempt: Attempt<ChatMessage> }
  | { do: 'book'; attempt: Attempt<BookTour>; slot: PickedSlot }
  | { do: 'leave'; attempt: Attempt<LeaveMessage> }
  /** To what needs the visitor's eye next, once it is drawn. */
  | { do: 'focus'; on: Spot }
  | { do: 'remember'; details?: Partial<Details>; tours?: Remembered[] }
  /** Fetch the code for the visitor's own tours. */
  | { do: 'bring-kit' }
  | { do: 'own'; effect: OwnEffect }
  /** A submission that no reload may send again. */
  | { do: 'forget-pending' }
  | { do: 'announce'; event: Announcement }
  | { do: 'complain'; problem: Problem };

/** What the page hears of. */
export type Announcement =
  | { name: 'luma-open' }
  | { name: 'luma-close' }
  | { name: 'luma-message'; text: string }
  | { name: 'luma-lead'; kind: LeaveMessage['kind'] }
  | { name: 'luma-tour-booked' | 'luma-tour-changed'; booking: Booking };
