import { applyChatAnswer } from '../flow/handlers/chat-handlers.ts';
import { tourFields } from '../flow/details.ts';
import type { Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { configOf, type Flaws, type Problem, type State, type Step } from '../flow/state.ts';
import { callbackStep, goToStep } from '../flow/steps.ts';
import { showUnchangeable } from '../own-tour/change-outcome.ts';
import { backToTimes, offerAlternatives } from './pick-another-time.ts';
import { refusalRoute } from './refusal-codes.ts';

/** Leads the visitor on after a refusal. Without a route they stay where they are, and can try again. */
export function routeRefusals(latest: FlowResult, moment: Moment): FlowResult {
  const routed = routeState(latest.state, moment);
  return routed ? flowResult(routed.state, ...latest.effects, ...routed.effects) : latest;
}

function routeState(state: State, moment: Moment): FlowResult | null {
  const { step, config, times, chatProblem } = state;
  if (step.at === 'contact' && step.sending.status === 'failed') {
    return routeBookingRefusal(state, step, step.sending.problem);
  }
  if (step.at === 'callback' && step.sending.status === 'failed') {
    return showServerFlaws(state, step, step.sending.problem);
  }
  if (chatProblem) return routeChatRefusal(state, chatProblem, moment);
  for (const load of [config, times]) {
    const routed = load.status === 'failed' ? routeLoadRefusal(state, load.problem) : null;
    if (routed) return routed;
  }
  return null;
}

const toStep = (state: State, step: Step): FlowResult => flowResult(goToStep(state, step));

const contactOf = (state: State, problem: Problem) =>
  (problem.kind === 'refused' ? problem.contact : null) ??
  configOf(state)?.property.contact ??
  null;

function routeBookingRefusal(
  state: State,
  step: Extract<Step, { at: 'contact' }>,
  problem: Problem,
): FlowResult | null {
  if (problem.kind !== 'refused') return null;
  const contact = contactOf(state, problem);
  switch (refusalRoute(problem)) {
    case 'pick-another':
      return offerAlternatives(state, step, problem);
    case 'back-to-times':
      return backToTimes(state, step);
    case 'exists':
      return toStep(state, { at: 'exists' });
    case 'callback':
      return toStep(state, callbackStep(problem.code, contact));
    case 'closed':
      return toStep(state, { at: 'closed', contact });
    case 'barred':
      return toStep(state, { at: 'barred' });
    case 'fix-fields':
      return showServerFlaws(state, step, problem);
    case 'retry':
      return null;
  }
}

/** Marks the fields that the server refused. */
function showServerFlaws(
  state: State,
  step: Extract<Step, { at: 'contact' | 'callback' }>,
  problem: Problem,
): FlowResult | null {
  const flaws: Flaws = {};
  for (const { path } of (problem.kind === 'refused' && problem.issues) || []) {
    const field = tourFields.find((name) => name === path);
    if (field === 'email' || field === 'phone') flaws[field] = field;
    else if (field) flaws[field] = String(state.details[field]).length > 80 ? 'long' : 'name';
  }
  return Object.keys(flaws).length > 0
    ? flowResult(
        { ...state, step: { ...step, flaws, sending: { status: 'idle' } } },
        { type: 'focus', spot: 'flaw' },
      )
    : null;
}

function routeChatRefusal(state: State, problem: Problem, moment: Moment): FlowResult | null {
  const route = refusalRoute(problem);
  if (route === 'retry') return null;
  if (route === 'barred') {
    const silent = { ...state, unanswered: [], chatProblem: null };
    return state.step.at === 'chat' ? toStep(silent, { at: 'barred' }) : flowResult(silent);
  }
  // The server will never understand this message: it is offered to the team as a question.
  return applyChatAnswer(state, { kind: 'unknown' }, moment);
}

/** Config or times could not be loaded. A visitor who only chats is not led away. */
function routeLoadRefusal(state: State, problem: Problem): FlowResult | null {
  const { at } = state.step;
  const choosing = at === 'month' || at === 'times';
  const route = refusalRoute(problem);
  if (route === 'barred') return at === 'barred' ? null : toStep(state, { at: 'barred' });
  if (!choosing || problem.kind !== 'refused') return null;
  const final = state.changingTour && showUnchangeable(state, problem, state.changingTour.id);
  if (final) return final;
  const contact = contactOf(state, problem);
  if (route === 'closed') return toStep(state, { at: 'closed', contact });
  return route === 'callback' ? toStep(state, callbackStep(problem.code, contact)) : null;
}
