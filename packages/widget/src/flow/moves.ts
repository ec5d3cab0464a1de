import type { Message, Moment } from './message.ts';
import type { Next } from './next.ts';
import type { State } from './state.ts';

/** What messages do, by their type. One that makes no sense where the visitor is changes nothing. */
export type Moves<Type extends Message['type']> = {
  [T in Type]: (
    state: State,
    message: Extract<Message, { type: T }>,
    moment: Moment,
    kit: KitMoves | null,
  ) => Next;
};

/** The part of the flow that comes with the kit: see kit.ts. */
export interface KitMoves {
  /** Messages that without it nobody sends, or nobody waits for. */
  moves: Moves<'own' | 'reach' | 'submit-question' | 'submit-callback' | 'left'>;
  /** Looks after the visitor's own tours as long as they are shown. */
  heed(next: Next): Next;
  /** Where a refusal leads. */
  follow(next: Next, moment: Moment): Next;
  /** The call-back form once more, where it failed. @param asked false: only if nothing was changed since. */
  resend(state: State, moment: Moment, asked: boolean): Next;
}
