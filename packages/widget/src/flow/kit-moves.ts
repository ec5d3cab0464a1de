import type { Deed, Moment, News } from './message.ts';
import type { Next } from './next.ts';
import type { OwnMessage } from './own.ts';
import type { State } from './state.ts';

export type CallbackMessage = Extract<
  Deed | News,
  { type: 'submit-callback' | 'lead-left' | 'lead-failed' }
>;

/** The part of the flow that comes with the kit: see kit.ts. */
export interface KitMoves {
  /** The visitor's own tours. */
  own(state: State, message: OwnMessage, moment: Moment): Next;
  /** Looks after them as long as they are shown. */
  heed(next: Next): Next;
  /** Where a refusal leads. */
  follow(next: Next, moment: Moment): Next;
  /** The form in the calendar's place; null: the message is about something else. */
  callback(state: State, message: CallbackMessage, moment: Moment): Next | null;
  /** That form once more, where it failed. @param asked false: only if nothing was changed since. */
  resend(state: State, moment: Moment, asked: boolean): Next;
}
