import type { ManagedTour } from '@luma-leasing/types/tour';
import { backToTimes, offerAlternatives } from '../detours/pick-another-time.ts';
import type { Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { configOf, type Problem, type State, type Step } from '../flow/state.ts';
import { goToStep } from '../flow/steps.ts';
import { applyServerTour, removeTour, stopChanging } from './server-tour.ts';

type ChangeStep = Extract<Step, { at: 'move' | 'cancel' }>;

export function changeSucceeded(state: State, managed: ManagedTour, moment: Moment): FlowResult {
  const latest = applyServerTour(flowResult(state), managed, moment, true);
  if (latest.state.step !== state.step) return latest;
  // The tour already was at that time, or it is over: nothing changed, so no page was shown.
  const { booking } = managed;
  return flowResult(
    goToStep(
      latest.state,
      booking.status === 'confirmed' ? { at: 'done', booking, movedBy: 'visitor' } : { at: 'chat' },
    ),
    ...latest.effects,
  );
}

export function changeFailed(state: State, step: ChangeStep, problem: Problem): FlowResult {
  const { state: latest, effects } = afterFailure(state, step, problem);
  return flowResult(latest, { type: 'report-problem', problem }, ...effects);
}

function afterFailure(state: State, step: ChangeStep, problem: Problem): FlowResult {
  const code = problem.kind === 'refused' ? problem.code : null;
  if (step.at === 'move' && code === 'SLOT_TAKEN') return offerAlternatives(state, step, problem);
  if (step.at === 'move' && code === 'SLOT_NOT_OFFERED') return backToTimes(state, step);
  return showUnchangeable(state, problem, step.id) ?? flowResult(keepFailed(state, step, problem));
}

/** Shows that the tour cannot be changed here; null: the refusal does not say so. */
export function showUnchangeable(state: State, problem: Problem, id: string): FlowResult | null {
  if (problem.kind !== 'refused' || !finalRefusals.includes(problem.code)) return null;
  const contact = problem.contact ?? configOf(state)?.property.contact ?? null;
  const latest = flowResult(
    stopChanging(goToStep(state, { at: 'unchangeable', problem, contact })),
  );
  return problem.code === 'LINK_INVALID' ? removeTour(latest, id) : latest;
}

/** Another try would be refused as well; only the team can help. */
const finalRefusals = ['CUTOFF_PASSED', 'TOUR_NOT_CHANGEABLE', 'LINK_INVALID', 'TOURS_DISABLED'];

const keepFailed = (state: State, step: ChangeStep, problem: Problem): State =>
  step.sending.status === 'sending'
    ? {
        ...state,
        step: {
          ...step,
          sending: { status: 'failed', attempt: step.sending.attempt, problem },
        } as ChangeStep,
      }
    : state;
