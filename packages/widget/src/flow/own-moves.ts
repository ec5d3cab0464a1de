import type { Moment } from './message.ts';
import type { Next } from './next.ts';
import type { OwnMessage } from './own.ts';
import type { State } from './state.ts';

/** The part of the flow that comes with the code for the visitor's own tours. */
export interface OwnMoves {
  move(state: State, message: OwnMessage, moment: Moment): Next;
  /** Looks after the tours as long as they are shown. */
  heed(next: Next): Next;
}
