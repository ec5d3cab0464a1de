import type { BookTour } from '@luma-leasing/types/tour';
import { add } from './chat-moves.ts';
import { checkDetails, checkField, stillMeant, tourBody } from './details.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import type { Moves } from './moves.ts';
import {
  callbackStep,
  contactStep,
  doing,
  go,
  monthStep,
  sending,
  stay,
  underWay,
  type Next,
} from './next.ts';
import { freeOn, startTour } from './start-tour.ts';
import { configOf, type Attempt, type Flaws, type Sending, type State } from './state.ts';

export const bookingMoves: Moves<
  | 'start-tour'
  | 'back'
  | 'to-chat'
  | 'turn-month'
  | 'focus-day'
  | 'pick-type'
  | 'pick-day'
  | 'pick-time'
  | 'fill'
  | 'leave-field'
  | 'submit'
  | 'want-callback'
> = {
  'start-tour': (state, { spoken }, moment) =>
    startTour(spoken ? say(state, spoken, moment) : state, moment),
  back: (state, _deed, moment) => (sending(state.step) ? stay(state) : stepBack(state, moment)),
  'to-chat': (state) => stay(sending(state.step) ? state : go(state, 'back', { at: 'chat' })),
  'turn-month': (state, { month }) => stay(onMonth(state, { month })),
  'focus-day': (state, { date }) =>
    stay(onMonth(state, { month: date.slice(0, 7), focused: date })),
  'pick-type': (state, { tourType }, moment) =>
    state.step.at === 'month' && tourType !== state.tourType
      ? loadTimes({ ...state, tourType, times: { status: 'idle' } }, moment)
      : stay(state),
  'pick-day': (state, { date }) =>
    stay(
      state.step.at === 'month' && freeOn(state, date)
        ? go(state, 'on', { at: 'times', date, picked: null, notice: null })
        : state,
    ),
  'pick-time': (state, { slot }) => {
    const { step, changing } = state;
    if (sending(step)) return stay(state);
    if (changing && (step.at === 'times' || step.at === 'move')) {
      const { flaws: _flaws, ...there } = contactStep(slot);
      return stay(go(state, 'on', { ...there, at: 'move', id: changing.id }));
    }
    if (step.at !== 'times' && step.at !== 'contact') return stay(state);
    const flaws = step.at === 'contact' ? step.flaws : {};
    return stay(go(state, 'on', { ...contactStep(slot), flaws }));
  },
  fill: (state, { details }) => stay(fill(state, details)),
  'leave-field': (state, { field }) => {
    const { step, details } = state;
    if (step.at !== 'contact' || !details[field]) return stay(state);
    const flaw = checkField(field, details, configOf(state));
    return stay(
      flaw ? { ...state, step: { ...step, flaws: { ...step.flaws, [field]: flaw } } } : state,
    );
  },
  submit: (state, _deed, moment) => submitTour(state, moment),
  'want-callback': (state) =>
    stay(
      sending(state.step)
        ? state
        : go(state, 'on', callbackStep('full', configOf(state)?.property.contact ?? null)),
    ),
};

/** A chip was tapped: the chat remembers it as said. */
const say = (state: State, text: string, { id }: Moment): State =>
  add(add(state, { id, by: 'visitor', text }), { id: `${id}-a`, by: 'luma', says: 'tour' });

const onMonth = (state: State, change: { month: string; focused?: string }): State =>
  state.step.at === 'month' ? { ...state, step: { ...state.step, ...change } } : state;

function stepBack(state: State, moment: Moment): Next {
  const { step } = state;
  switch (step.at) {
    case 'times':
      return loadTimes(go(state, 'back', monthStep(step.date)), moment);
    case 'contact':
    case 'move': {
      const { slot } = step;
      const there = { at: 'times', date: slot.date, picked: slot, notice: null } as const;
      return loadTimes(go(state, 'back', there), moment);
    }
    case 'chat':
    case 'barred':
      return stay(state);
    default:
      return stay(go(state, 'back', { at: 'chat' }));
  }
}

function fill(state: State, typed: Partial<State['details']>): State {
  const details = { ...state.details, ...typed };
  const { step } = state;
  if (sending(step)) return state;
  if (step.at !== 'contact' && step.at !== 'callback') return { ...state, details };
  // A flaw that is mended goes at once; a new one waits until the field is left.
  const flaws: Flaws = { ...step.flaws };
  for (const field of Object.keys(flaws) as (keyof Flaws)[]) {
    if (step.at === 'callback' || !checkField(field, details, configOf(state))) {
      if (field in typed || flaws[field] === 'reach') delete flaws[field];
    }
  }
  return { ...state, details, step: { ...step, flaws } };
}

/** The key stays with what it was sent with. */
function attemptOf(before: Sending<BookTour>): Attempt<BookTour> | null {
  if (before.status !== 'failed') return null;
  const { problem, attempt } = before;
  const usedUp = problem.kind === 'refused' && problem.code === 'IDEMPOTENCY_KEY_REUSED';
  return usedUp ? null : attempt;
}

/** @param asked false: only if nothing was changed since. */
export function submitTour(state: State, moment: Moment, asked = true): Next {
  const { step } = state;
  if (step.at !== 'contact' || step.taken || sending(step)) return stay(state);
  const { slot } = step;
  const before = attemptOf(step.sending);
  const same = before && stillMeant(before.body, slot, state) ? before : null;
  if (!same && !asked) return stay(state);
  // Without the config nobody knows what must be agreed to.
  if (!same && state.config.status !== 'ready') return loadConfig(state);
  const flaws = same ? {} : checkDetails(state.details, configOf(state));
  if (Object.keys(flaws).length > 0) {
    return doing({ ...state, step: { ...step, flaws } }, { do: 'focus', on: 'flaw' });
  }
  const attempt = same ?? { key: moment.id, body: tourBody(state, slot, moment) };
  return doing(
    { ...state, step: { ...step, flaws: {}, sending: underWay(attempt) } },
    { do: 'book', attempt, slot },
  );
}
