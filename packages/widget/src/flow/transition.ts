import { againMoves } from './again.ts';
import { bookingMoves } from './booking-moves.ts';
import { bookingNews } from './booking-news.ts';
import { chatMoves } from './chat-moves.ts';
import { stillMeant } from './details.ts';
import { loadMoves } from './load-moves.ts';
import type { Message, Moment } from './message.ts';
import type { KitMoves, Moves } from './moves.ts';
import { doing, isKits, needsKit, stay, type Next } from './next.ts';
import type { State } from './state.ts';

/** Exhaustive, with the kit's: a message without a move does not compile. */
const moves: Moves<Exclude<Message['type'], keyof KitMoves['moves']>> = {
  ...loadMoves,
  ...chatMoves,
  ...bookingMoves,
  ...bookingNews,
  ...againMoves,
};

type Move = (state: State, message: never, moment: Moment, kit: KitMoves | null) => Next;

/**
 * The whole behaviour of the widget: what is so, and what happened, give what is so now and what is to be done.
 * Pure; a message that makes no sense where the visitor is changes nothing.
 */
export function transition(
  state: State,
  message: Message,
  moment: Moment,
  kit: KitMoves | null = null,
): Next {
  const known: Partial<Record<Message['type'], Move>> = { ...moves, ...kit?.moves };
  const moved = known[message.type]?.(state, message as never, moment, kit) ?? stay(state);
  const led = kit ? kit.follow(moved, moment) : moved;
  const next = bringKit(forgetPending(state, message, led));
  return kit ? kit.heed(next) : next;
}

/** Once there is a tour of the visitor's own to look after, or something went another way than it should. */
function bringKit(next: Next): Next {
  const { state, effects } = next;
  const needed =
    state.tours.length > 0 ||
    needsKit(state) ||
    state.talk.some(isKits) ||
    // Out of reach, the kit is too.
    effects.some((effect) => effect.do === 'complain' && effect.problem.kind === 'refused');
  return needed && state.open && state.kit === 'absent'
    ? doing({ ...state, kit: 'coming' }, ...effects, { do: 'bring-kit' })
    : next;
}

function forgetPending(state: State, message: Message, next: Next): Next {
  return message.type !== 'booked' && waits(state) && !waits(next.state)
    ? doing(next.state, ...next.effects, { do: 'forget-pending' })
    : next;
}

/** A submission without an answer, which a reload would send again: only as long as it is what the visitor wants. */
const waits = (state: State): boolean => {
  const { step } = state;
  return (
    step.at === 'contact' &&
    (step.sending.status === 'sending' ||
      (step.sending.status === 'failed' && stillMeant(step.sending.attempt.body, step.slot, state)))
  );
};
