import type { Handlers } from '../flow/handlers/handler-types.ts';
import type { Moment, OwnTourAnswer } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import type { State } from '../flow/state.ts';
import { isSending } from '../flow/steps.ts';
import { applyServerTour, forgetTour } from './server-tour.ts';

/** A move in the team's calendar shows within seconds, and the server is not asked too often. */
const pollMs = 5_000;

export const pollHandlers: Handlers<'poll-due' | 'poll-answered'> = {
  'poll-due': (state, { round }) =>
    flowResult(
      round === state.ownTourPoll.round
        ? { ...state, ownTourPoll: { status: 'idle', round: round + 1 } }
        : state,
    ),
  'poll-answered': (state, { round, answers }, moment) =>
    round === state.ownTourPoll.round ? pollAnswered(state, answers, moment) : flowResult(state),
};

/** Only tours that the visitor sees are polled. */
const isShown = ({ open, visible, online, ownTours, step }: State): boolean =>
  open &&
  visible &&
  online &&
  ownTours.length > 0 &&
  !isSending(step) &&
  ['chat', 'done', 'move', 'cancel'].includes(step.at);

/** Starts or stops the poll after every transition. */
export function watchOwnTours(latest: FlowResult): FlowResult {
  const { state, effects } = latest;
  const { status, round } = state.ownTourPoll;
  if (!isShown(state)) {
    return status === 'idle'
      ? latest
      : flowResult({ ...state, ownTourPoll: { status: 'idle', round: round + 1 } }, ...effects);
  }
  if (status !== 'idle') return latest;
  return flowResult({ ...state, ownTourPoll: { status: 'asking', round } }, ...effects, {
    type: 'poll-tours',
    round,
    tours: state.ownTours,
  });
}

function pollAnswered(
  before: State,
  answers: readonly OwnTourAnswer[],
  moment: Moment,
): FlowResult {
  const { round } = before.ownTourPoll;
  let latest = flowResult({ ...before, ownTourPoll: { status: 'waiting', round } });
  let ms = pollMs;
  for (const { id, outcome } of answers) {
    if (outcome.ok) {
      const tourMoment = { ...moment, id: `${moment.id}-${id}` };
      latest = applyServerTour(latest, outcome.value, tourMoment, false);
    } else if (outcome.problem.kind !== 'refused') continue;
    else if (outcome.problem.code === 'LINK_INVALID') latest = forgetTour(latest, id);
    else ms = Math.max(ms, (outcome.problem.retryAfter ?? 0) * 1000);
  }
  return flowResult(latest.state, ...latest.effects, { type: 'schedule-poll', round, ms });
}
