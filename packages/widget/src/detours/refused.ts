import { answer } from '../flow/chat-moves.ts';
import { tourFields } from '../flow/details.ts';
import { refreshTimes } from '../flow/load-moves.ts';
import type { Moment } from '../flow/message.ts';
import { callbackStep, doing, go, type Next } from '../flow/next.ts';
import { configOf, type Flaws, type Problem, type State, type Step } from '../flow/state.ts';
import { unchangeable } from '../own-tour/change-news.ts';
import { adviceOn } from './advice.ts';

/** Where a refusal leads the visitor, after whatever step it came. Nowhere: it may be tried again where they are. */
export function follow(next: Next, moment: Moment): Next {
  const led = lead(next.state, moment);
  return led ? { state: led.state, effects: [...next.effects, ...led.effects] } : next;
}

function lead(state: State, moment: Moment): Next | null {
  const { step, config, times, unheard } = state;
  if (step.at === 'contact' && step.sending.status === 'failed') {
    return notBooked(state, step, step.sending.problem);
  }
  if (step.at === 'callback' && step.sending.status === 'failed') {
    return toMend(state, step, step.sending.problem);
  }
  if (unheard) return notHeard(state, unheard, moment);
  for (const load of [config, times]) {
    const led = load.status === 'failed' ? notLoaded(state, load.problem) : null;
    if (led) return led;
  }
  return null;
}

const to = (state: State, step: Step, way: State['way'] = 'on'): Next => ({
  state: go(state, way, step),
  effects: [],
});

const contactOf = (state: State, problem: Problem) =>
  (problem.kind === 'refused' ? problem.contact : null) ??
  configOf(state)?.property.contact ??
  null;

function notBooked(
  state: State,
  step: Extract<Step, { at: 'contact' }>,
  problem: Problem,
): Next | null {
  if (problem.kind !== 'refused') return null;
  const contact = contactOf(state, problem);
  const idle = { status: 'idle' } as const;
  switch (adviceOn(problem)) {
    case 'pick-another': {
      const alternatives = problem.alternatives ?? [];
      const there = { ...step, taken: true, alternatives, sending: idle };
      const fresh = refreshTimes({ ...state, step: there });
      return { ...fresh, effects: [...fresh.effects, { do: 'focus', on: 'notice' }] };
    }
    case 'back-to-times': {
      const { date } = step.slot;
      const there = { at: 'times', date, picked: null, notice: 'not-offered' } as const;
      return refreshTimes(go(state, 'back', there));
    }
    case 'exists':
      return to(state, { at: 'exists' });
    case 'callback':
      return to(state, callbackStep(problem.code, contact));
    case 'closed':
      return to(state, { at: 'closed', contact });
    case 'barred':
      return to(state, { at: 'barred' });
    case 'fix-fields':
      return toMend(state, step, problem);
    case 'retry':
      return null;
  }
}

/** The server's findings, on the fields they are about: what is wrong there can be mended. */
function toMend(
  state: State,
  step: Extract<Step, { at: 'contact' | 'callback' }>,
  problem: Problem,
): Next | null {
  const flaws: Flaws = {};
  for (const { path } of (problem.kind === 'refused' && problem.issues) || []) {
    const field = tourFields.find((name) => name === path);
    if (field === 'email' || field === 'phone') flaws[field] = field;
    else if (field) flaws[field] = String(state.details[field]).length > 80 ? 'long' : 'name';
  }
  return Object.keys(flaws).length > 0
    ? doing(
        { ...state, step: { ...step, flaws, sending: { status: 'idle' } } },
        { do: 'focus', on: 'flaw' },
      )
    : null;
}

function notHeard(state: State, problem: Problem, moment: Moment): Next | null {
  const advice = adviceOn(problem);
  if (advice === 'retry') return null;
  if (advice === 'barred') {
    const silent = { ...state, unanswered: [], unheard: null };
    return state.step.at === 'chat' ? to(silent, { at: 'barred' }) : { state: silent, effects: [] };
  }
  // It will never be understood; the team may.
  return answer(state, { kind: 'unknown' }, moment);
}

/** What the calendar needs: nowhere while the visitor only chats. */
function notLoaded(state: State, problem: Problem): Next | null {
  const { at } = state.step;
  const choosing = at === 'month' || at === 'times';
  const advice = adviceOn(problem);
  if (advice === 'barred') return at === 'barred' ? null : to(state, { at: 'barred' });
  if (!choosing || problem.kind !== 'refused') return null;
  const over = state.changing && unchangeable(state, problem, state.changing.id);
  if (over) return over;
  const contact = contactOf(state, problem);
  if (advice === 'closed') return to(state, { at: 'closed', contact });
  return advice === 'callback' ? to(state, callbackStep(problem.code, contact)) : null;
}
