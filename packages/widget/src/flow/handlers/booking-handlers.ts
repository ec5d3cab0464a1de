import type { BookTour } from '@luma-leasing/types/tour';
import { addLine } from './chat-handlers.ts';
import { bookingBody, checkDetails, checkField, isSameAsForm } from '../details.ts';
import type { Handlers } from './handler-types.ts';
import { loadConfig, loadTimes } from './load-handlers.ts';
import type { Moment } from '../message.ts';
import { flowResult, type FlowResult } from '../result.ts';
import { isDayFree, startTour } from './start-tour.ts';
import { configOf, type Attempt, type Flaws, type Sending, type State } from '../state.ts';
import {
  callbackStep,
  contactStep,
  goToStep,
  isSending,
  monthStep,
  startSending,
} from '../steps.ts';

export const bookingHandlers: Handlers<
  | 'start-tour'
  | 'go-back'
  | 'go-to-chat'
  | 'turn-month'
  | 'focus-day'
  | 'pick-tour-type'
  | 'pick-day'
  | 'pick-time'
  | 'fill-form'
  | 'leave-field'
  | 'submit-booking'
  | 'want-callback'
> = {
  'start-tour': (state, { chipText }, moment) =>
    startTour(chipText ? addChipText(state, chipText, moment) : state, moment),
  'go-back': (state, _action, moment) =>
    isSending(state.step) ? flowResult(state) : goBack(state, moment),
  'go-to-chat': (state) =>
    flowResult(isSending(state.step) ? state : goToStep(state, { at: 'chat' }, 'back')),
  'turn-month': (state, { month }) => flowResult(changeMonthStep(state, { month })),
  'focus-day': (state, { date }) =>
    flowResult(changeMonthStep(state, { month: date.slice(0, 7), focused: date })),
  'pick-tour-type': (state, { tourType }, moment) =>
    state.step.at === 'month' && tourType !== state.tourType
      ? loadTimes({ ...state, tourType, times: { status: 'idle' } }, moment)
      : flowResult(state),
  'pick-day': (state, { date }) =>
    flowResult(
      state.step.at === 'month' && isDayFree(state, date)
        ? goToStep(state, { at: 'times', date, picked: null, notice: null })
        : state,
    ),
  'pick-time': (state, { slot }) => {
    const { step, changingTour } = state;
    if (isSending(step)) return flowResult(state);
    if (changingTour && (step.at === 'times' || step.at === 'move')) {
      const { flaws: _flaws, ...moveStep } = contactStep(slot);
      return flowResult(goToStep(state, { ...moveStep, at: 'move', id: changingTour.id }));
    }
    if (step.at !== 'times' && step.at !== 'contact') return flowResult(state);
    const flaws = step.at === 'contact' ? step.flaws : {};
    return flowResult(goToStep(state, { ...contactStep(slot), flaws }));
  },
  'fill-form': (state, { details }) => flowResult(fillForm(state, details)),
  'leave-field': (state, { field }) => {
    const { step, details } = state;
    if (step.at !== 'contact' || !details[field]) return flowResult(state);
    const flaw = checkField(field, details, configOf(state));
    return flowResult(
      flaw ? { ...state, step: { ...step, flaws: { ...step.flaws, [field]: flaw } } } : state,
    );
  },
  'submit-booking': (state, _action, moment) => submitBooking(state, moment),
  'want-callback': (state) =>
    flowResult(
      isSending(state.step)
        ? state
        : goToStep(state, callbackStep('wanted', configOf(state)?.property.contact ?? null)),
    ),
};

/** The chat shows the words of a tapped chip as if the visitor had written them. */
const addChipText = (state: State, text: string, { id }: Moment): State =>
  addLine(addLine(state, { id, author: 'visitor', text }), {
    id: `${id}-a`,
    author: 'luma',
    kind: 'tour-offer',
  });

const changeMonthStep = (state: State, change: { month: string; focused?: string }): State =>
  state.step.at === 'month' ? { ...state, step: { ...state.step, ...change } } : state;

function goBack(state: State, moment: Moment): FlowResult {
  const { step } = state;
  switch (step.at) {
    case 'times':
      return loadTimes(goToStep(state, monthStep(step.date), 'back'), moment);
    case 'contact':
    case 'move': {
      const { slot } = step;
      const timesStep = { at: 'times', date: slot.date, picked: slot, notice: null } as const;
      return loadTimes(goToStep(state, timesStep, 'back'), moment);
    }
    case 'chat':
    case 'barred':
      return flowResult(state);
    default:
      return flowResult(goToStep(state, { at: 'chat' }, 'back'));
  }
}

function fillForm(state: State, typed: Partial<State['details']>): State {
  const details = { ...state.details, ...typed };
  const { step } = state;
  if (isSending(step)) return state;
  if (step.at !== 'contact' && step.at !== 'callback') return { ...state, details };
  // A corrected flaw disappears at once. A new one appears only when the field is left.
  const flaws: Flaws = { ...step.flaws };
  for (const field of Object.keys(flaws) as (keyof Flaws)[]) {
    if (step.at === 'callback' || !checkField(field, details, configOf(state))) {
      if (field in typed || flaws[field] === 'reach') delete flaws[field];
    }
  }
  return { ...state, details, step: { ...step, flaws } };
}

/** The failed attempt, unless the server refuses its key for good. */
function failedAttempt(sending: Sending<BookTour>): Attempt<BookTour> | null {
  if (sending.status !== 'failed') return null;
  const { problem, attempt } = sending;
  const keyRefused = problem.kind === 'refused' && problem.code === 'IDEMPOTENCY_KEY_REUSED';
  return keyRefused ? null : attempt;
}

/** Unless the visitor asked for it, a form that changed since the failed attempt is not sent. */
export function submitBooking(state: State, moment: Moment, byVisitor = true): FlowResult {
  const { step } = state;
  if (step.at !== 'contact' || step.taken || isSending(step)) return flowResult(state);
  const { slot } = step;
  const failed = failedAttempt(step.sending);
  const same = failed && isSameAsForm(failed.body, slot, state) ? failed : null;
  if (!same && !byVisitor) return flowResult(state);
  // The config says what the visitor must agree to.
  if (!same && state.config.status !== 'ready') return loadConfig(state);
  const flaws = same ? {} : checkDetails(state.details, configOf(state));
  if (Object.keys(flaws).length > 0) {
    return flowResult({ ...state, step: { ...step, flaws } }, { type: 'focus', spot: 'flaw' });
  }
  const attempt = same ?? { key: moment.id, body: bookingBody(state, slot, moment) };
  return flowResult(
    { ...state, step: { ...step, flaws: {}, sending: startSending(attempt) } },
    { type: 'book-tour', attempt, slot },
  );
}
