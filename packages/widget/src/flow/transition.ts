import { bookingMove } from './booking-moves.ts';
import { bookingNews } from './booking-news.ts';
import { callbackMove } from './callback-moves.ts';
import { chatMove } from './chat-moves.ts';
import { loadMove } from './load-moves.ts';
import type { Message, Moment } from './message.ts';
import type { Next } from './next.ts';
import type { State } from './state.ts';

/**
 * The whole behaviour of the widget: what is so, and what happened, give what is so now and what is to be done.
 * Pure; a message that makes no sense where the visitor is changes nothing.
 */
export function transition(state: State, message: Message, moment: Moment): Next {
  switch (message.type) {
    case 'open':
    case 'close':
    case 'say':
    case 'typed':
    case 'ask':
    case 'reach':
    case 'submit-question':
      return chatMove(state, message, moment);
    case 'recalled':
    case 'online':
    case 'config':
    case 'config-failed':
    case 'times':
    case 'times-failed':
    case 'retry':
      return loadMove(state, message, moment);
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
