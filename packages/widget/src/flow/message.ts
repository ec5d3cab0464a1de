import type { Availability } from '@luma-leasing/types/availability';
import type { ChatAnswered } from '@luma-leasing/types/chat';
import type { MessageLeft } from '@luma-leasing/types/lead';
import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booked } from '@luma-leasing/types/tour';
import type { OwnMessage } from './own.ts';
import type { Attempt, Details, Field, Outcome, PickedSlot, Remembered } from './state.ts';

/** What visitors do. Views send these and nothing else. */
export type Deed =
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'say'; text: string }
  | { type: 'start-tour'; spoken?: string }
  | { type: 'ask' }
  | { type: 'back' }
  | { type: 'to-chat' }
  | { type: 'turn-month'; month: string }
  | { type: 'focus-day'; date: string }
  | { type: 'pick-type'; tourType: TourTypeId }
  | { type: 'pick-day'; date: string }
  | { type: 'pick-time'; slot: PickedSlot }
  | { type: 'fill'; details: Partial<Details> }
  | { type: 'leave-field'; field: Field }
  | { type: 'submit' }
  | { type: 'want-callback' }
  | { type: 'submit-callback' }
  | { type: 'reach'; id: string; reach: string }
  | { type: 'submit-question'; id: string }
  | { type: 'retry' }
  | OwnMessageOf;

/** What the world answers. Only effects send these. */
export type News =
  | { type: 'recalled'; details: Partial<Details>; tours: Remembered[] }
  | { type: 'kit'; came: boolean }
  | { type: 'visible'; visible: boolean }
  | { type: 'resume'; attempt: Attempt<BookTour>; slot: PickedSlot }
  | { type: 'online'; online: boolean }
  | { type: 'config'; got: Outcome<WidgetConfig> }
  | {
      type: 'times';
      got: Outcome<Availability>;
      tourType: TourTypeId | null;
      changing: Remembered | null;
    }
  | { type: 'heard'; key: string; got: Outcome<ChatAnswered> }
  | { type: 'slow'; key: string }
  | { type: 'booked'; key: string; got: Outcome<Booked> }
  | { type: 'left'; key: string; got: Outcome<MessageLeft> };

interface OwnMessageOf {
  type: 'own';
  message: OwnMessage;
}

export type Message = Deed | News;
export type Send = (deed: Deed) => void;

/** What a transition may not make up itself: the time, a fresh id, and where the page is. */
export interface Moment {
  now: number;
  id: string;
  locale: string;
  page: string;
}
