import type { Handlers } from '../flow/handlers/handler-types.ts';
import type { Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { startTour } from '../flow/handlers/start-tour.ts';
import type { OwnTour, State } from '../flow/state.ts';
import { goToStep, isSending, isSendingKey, startSending } from '../flow/steps.ts';
import { changeFailed, changeSucceeded } from './change-outcome.ts';

export const ownTourHandlers: Handlers<
  'change-tour' | 'cancel-tour' | 'confirm-change' | 'change-answered'
> = {
  /** Opens the calendar to pick another time. */
  'change-tour': (state, { id }, moment) => {
    const tour = ownTourById(state, id);
    if (!tour || isSending(state.step)) return flowResult(state);
    return startTour(state, moment, null, tour.remembered);
  },
  'cancel-tour': (state, { id }) =>
    isSending(state.step) || !ownTourById(state, id)
      ? flowResult(state)
      : flowResult(goToStep(state, { at: 'cancel', id, sending: { status: 'idle' } })),
  'confirm-change': (state, _action, moment) => confirmChange(state, moment),
  'change-answered': (state, { key, outcome }, moment) => {
    const { step } = state;
    if ((step.at !== 'move' && step.at !== 'cancel') || !isSendingKey(step, key)) {
      return flowResult(state);
    }
    return outcome.ok
      ? changeSucceeded(state, outcome.value, moment)
      : changeFailed(state, step, outcome.problem);
  },
};

export const ownTourById = (state: State, id: string): OwnTour | undefined =>
  state.ownTours.find(({ remembered }) => remembered.id === id);

/** A change that failed is sent again with the same key. */
function confirmChange(state: State, moment: Moment): FlowResult {
  const { step } = state;
  if (step.at !== 'move' && step.at !== 'cancel') return flowResult(state);
  const tour = ownTourById(state, step.id);
  if (!tour || isSending(step)) return flowResult(state);
  const key = step.sending.status === 'failed' ? step.sending.attempt.key : moment.id;
  if (step.at === 'cancel') {
    const attempt = { key, body: { via: 'widget' as const } };
    return flowResult(
      { ...state, step: { ...step, sending: startSending(attempt) } },
      { type: 'send-change', tour, change: { action: 'cancel', attempt } },
    );
  }
  if (step.taken) return flowResult(state);
  const attempt = { key, body: { startsAt: step.slot.startsAt, via: 'widget' as const } };
  return flowResult(
    { ...state, step: { ...step, sending: startSending(attempt) } },
    { type: 'send-change', tour, change: { action: 'reschedule', attempt } },
  );
}
