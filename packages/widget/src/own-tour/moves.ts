import type { Moment } from '../flow/message.ts';
import { doing, go, isUnderWay, sending, stay, underWay, type Next } from '../flow/next.ts';
import type { OwnMessage } from '../flow/own.ts';
import { startTour } from '../flow/start-tour.ts';
import type { OwnTour, State } from '../flow/state.ts';
import { changed, notChanged } from './change-news.ts';
import { seen } from './look.ts';

export function ownMove(state: State, message: OwnMessage, moment: Moment): Next {
  switch (message.own) {
    case 'change':
      return change(state, message.id, moment);
    case 'cancel':
      return sending(state.step) || !tourOf(state, message.id)
        ? stay(state)
        : stay(go(state, 'on', { at: 'cancel', id: message.id, sending: { status: 'idle' } }));
    case 'confirm':
      return confirm(state, moment);
    case 'due':
      return message.turn === state.look.turn
        ? stay({ ...state, look: { is: 'idle', turn: state.look.turn + 1 } })
        : stay(state);
    case 'seen':
      return message.turn === state.look.turn ? seen(state, message.answers, moment) : stay(state);
    case 'changed':
      return changing(state, message.key) ? changed(state, message.tour, moment) : stay(state);
    case 'not-changed':
      return changing(state, message.key) ? notChanged(state, message.problem) : stay(state);
  }
}

const tourOf = (state: State, id: string): OwnTour | undefined =>
  state.tours.find(({ known }) => known.id === id);

/** To the calendar, for another time of the same kind. */
function change(state: State, id: string, moment: Moment): Next {
  const tour = tourOf(state, id);
  if (!tour || sending(state.step)) return stay(state);
  return startTour(state, moment, null, tour.known);
}

/** A repeat of the same keeps its key. */
function confirm(state: State, moment: Moment): Next {
  const { step } = state;
  if (step.at !== 'move' && step.at !== 'cancel') return stay(state);
  const tour = tourOf(state, step.id);
  if (!tour || sending(step)) return stay(state);
  const key = step.sending.status === 'failed' ? step.sending.attempt.key : moment.id;
  if (step.at === 'cancel') {
    const attempt = { key, body: { via: 'widget' as const } };
    return doing(
      { ...state, step: { ...step, sending: underWay(attempt) } },
      { do: 'own', effect: { own: 'send', tour, change: { what: 'cancel', attempt } } },
    );
  }
  if (step.taken) return stay(state);
  const attempt = { key, body: { startsAt: step.slot.startsAt, via: 'widget' as const } };
  return doing(
    { ...state, step: { ...step, sending: underWay(attempt) } },
    { do: 'own', effect: { own: 'send', tour, change: { what: 'reschedule', attempt } } },
  );
}

const changing = ({ step }: State, key: string): boolean =>
  (step.at === 'move' || step.at === 'cancel') && isUnderWay(step, key);
