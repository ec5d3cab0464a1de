import { again } from './again.ts';
import { bookingMove } from './booking-moves.ts';
import { bookingNews } from './booking-news.ts';
import { callbackMove } from './callback-moves.ts';
import { chatMove } from './chat-moves.ts';
import { loadMove } from './load-moves.ts';
import { stillMeant } from './details.ts';
import type { Message, Moment } from './message.ts';
import { stay, type Next } from './next.ts';
import type { OwnMoves } from './own-moves.ts';
import type { State } from './state.ts';

/**
 * The whole behaviour of the widget: what is so, and what happened, give what is so now and what is to be done.
 * Pure; a message that makes no sense where the visitor is changes nothing.
 */
export function transition(
  state: State,
  message: Message,
  moment: Moment,
  own: OwnMoves | null = null,
): Next {
  const moved =
    message.type === 'own'
      ? (own?.move(state, message.message, moment) ?? stay(state))
      : move(state, message, moment);
  const next = bringKit(forgetPending(state, message, moved));
  return own ? own.heed(next) : next;
}

/** Once there is a tour of the visitor's own to look after. */
function bringKit(next: Next): Next {
  const { state, effects } = next;
  return state.kit === 'absent' && state.open && state.tours.length > 0
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

function move(state: State, message: Exclude<Message, { type: 'own' }>, moment: Moment): Next {
  switch (message.type) {
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
      return again(state, message, moment);
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
      return bookingMove(state, message, moment);
    case 'resume':
    case 'slow':
    case 'booked':
    case 'not-booked':
      return bookingNews(state, message, moment);
    case 'want-callback':
    case 'submit-callback':
    case 'lead-left':
    case 'lead-failed':
      return callbackMove(state, message, moment);
  }
}
