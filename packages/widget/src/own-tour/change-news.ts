import type { ManagedTour } from '@luma-leasing/types/tour';
import { refreshTimes } from '../flow/load-moves.ts';
import type { Moment } from '../flow/message.ts';
import { go, stay, type Next } from '../flow/next.ts';
import { configOf, type Problem, type State } from '../flow/state.ts';
import { forget, leave, tell } from './tell.ts';

export function changed(state: State, fresh: ManagedTour, moment: Moment): Next {
  const next = tell(stay(state), fresh, moment, true);
  if (next.state.step !== state.step) return next;
  // It stood there already, or is over.
  const { booking } = fresh;
  return {
    ...next,
    state: go(
      next.state,
      'on',
      booking.status === 'confirmed' ? { at: 'done', booking, moved: 'here' } : { at: 'chat' },
    ),
  };
}

export function notChanged(state: State, problem: Problem): Next {
  const { step } = state;
  if (step.at !== 'move' && step.at !== 'cancel') return stay(state);
  const complain = { do: 'complain', problem } as const;
  const refusal = problem.kind === 'refused' ? problem : null;
  const code = refusal?.code;
  if (step.at === 'move' && code === 'SLOT_TAKEN') {
    const alternatives = refusal?.alternatives ?? [];
    const there = { ...step, taken: true, alternatives, sending: { status: 'idle' } } as const;
    const fresh = refreshTimes({ ...state, step: there });
    return { ...fresh, effects: [complain, ...fresh.effects, { do: 'focus', on: 'notice' }] };
  }
  if (step.at === 'move' && code === 'SLOT_NOT_OFFERED') {
    const { date } = step.slot;
    const there = { at: 'times', date, picked: null, notice: 'not-offered' } as const;
    const fresh = refreshTimes(go(state, 'back', there));
    return { ...fresh, effects: [complain, ...fresh.effects] };
  }
  const next = unchangeable(state, problem, step.id) ?? stay(failed(state, problem));
  return { ...next, effects: [complain, ...next.effects] };
}

/** Where a refusal that no other try helps with leads. Null: it is not one. */
export function unchangeable(state: State, problem: Problem, id: string): Next | null {
  if (problem.kind !== 'refused' || !final.includes(problem.code)) return null;
  const contact = problem.contact ?? configOf(state)?.property.contact ?? null;
  const next = stay(leave(go(state, 'on', { at: 'unchangeable', problem, contact })));
  return problem.code === 'LINK_INVALID' ? forget(next, id) : next;
}

/** No other try helps with these: only the team does. */
const final = ['CUTOFF_PASSED', 'TOUR_NOT_CHANGEABLE', 'LINK_INVALID', 'TOURS_DISABLED'];

function failed(state: State, problem: Problem): State {
  const { step } = state;
  const status = 'failed' as const;
  if (step.at === 'move' && step.sending.status === 'sending') {
    const { attempt } = step.sending;
    return { ...state, step: { ...step, sending: { status, attempt, problem } } };
  }
  if (step.at === 'cancel' && step.sending.status === 'sending') {
    const { attempt } = step.sending;
    return { ...state, step: { ...step, sending: { status, attempt, problem } } };
  }
  return state;
}
