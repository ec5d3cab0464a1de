import { again } from './again.ts';
import { bookingMove } from './booking-moves.ts';
import { bookingNews } from './booking-news.ts';
import { chatMove } from './chat-moves.ts';
import { loadMove } from './load-moves.ts';
import { stillMeant } from './details.ts';
import type { Message, Moment } from './message.ts';
import { needsKit, stay, type Next } from './next.ts';
import type { KitMoves } from './kit-moves.ts';
import type { State } from './state.ts';

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
  const moved = move(state, message, moment, kit);
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
    // Out of reach, the kit is too.
    effects.some((effect) => effect.do === 'complain' && effect.problem.kind === 'refused');
  return needed && state.open && state.kit === 'absent'
    ? { state: { ...state, kit: 'coming' }, effects: [...effects, { do: 'bring-kit' }] }
    : next;
}

function forgetPending(state: State, message: Message, next: Next): Next {
  const settled = message.type === 'booked' || message.type === 'not-booked';
  return !settled && waits(state) && !waits(next.state)
    ? { ...next, effects: [...next.effects, { do: 'forget-pending' }] }
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

function move(state: State, message: Message, moment: Moment, kit: KitMoves | null): Next {
  switch (message.type) {
    case 'own':
      return kit?.own(state, message.message, moment) ?? stay(state);
    case 'open':
    case 'close':
    case 'say':
    case 'heard':
    case 'not-heard':
    case 'ask':
    case 'reach':
    case 'submit-question':
      return chatMove(state, message, moment);
    case 'recalled':
    case 'kit':
    case 'visible':
    case 'config':
    case 'config-failed':
    case 'times':
    case 'times-failed':
      return loadMove(state, message, moment);
    case 'online':
    case 'retry':
      return again(state, message, moment, kit);
    case 'start-tour':
    case 'back':
    case 'to-chat':
    case 'turn-month':
    case 'pick-type':
    case 'pick-day':
    case 'pick-time':
    case 'fill':
    case 'leave-field':
    case 'submit':
    case 'want-callback':
      return bookingMove(state, message, moment);
    case 'resume':
    case 'slow':
    case 'booked':
    case 'not-booked':
      return bookingNews(state, message, moment);
    case 'submit-callback':
      return kit?.callback(state, message, moment) ?? stay(state);
    case 'lead-left':
    case 'lead-failed':
      return kit?.callback(state, message, moment) ?? chatMove(state, message, moment);
  }
}
