import { refreshTimes } from '../flow/handlers/load-handlers.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import type { Problem, State, Step } from '../flow/state.ts';
import { goToStep } from '../flow/steps.ts';

type SlotStep = Extract<Step, { at: 'contact' | 'move' }>;

/** The step stays, with other free times to pick from. */
export function offerAlternatives(state: State, step: SlotStep, problem: Problem): FlowResult {
  const alternatives = (problem.kind === 'refused' && problem.alternatives) || [];
  const taken = { ...step, taken: true, alternatives, sending: { status: 'idle' } } as const;
  const { state: latest, effects } = refreshTimes({ ...state, step: taken });
  return flowResult(latest, ...effects, { type: 'focus', spot: 'notice' });
}

export const backToTimes = (state: State, { slot: { date } }: SlotStep): FlowResult =>
  refreshTimes(goToStep(state, { at: 'times', date, picked: null, notice: 'not-offered' }, 'back'));
