import type { Effect } from '../flow/effect.ts';
import type { Moment } from '../flow/message.ts';
import { sending, type Next } from '../flow/next.ts';
import type { OwnAnswer } from '../flow/own.ts';
import type { State } from '../flow/state.ts';
import { letGo, tell } from './tell.ts';

/** The team moves an event in its calendar and the visitor sees it: within seconds, at a price no server minds. */
const lookMs = 5_000;

/** Only what is before the visitor's eyes is looked after. */
const isShown = ({ open, visible, online, tours, step }: State): boolean =>
  open &&
  visible &&
  online &&
  tours.length > 0 &&
  !sending(step) &&
  ['chat', 'done', 'move', 'cancel'].includes(step.at);

/** After every step: begins to look where that makes sense, and ends where it does not. */
export function heed(next: Next): Next {
  const { state, effects } = next;
  const { is, turn } = state.look;
  if (!isShown(state)) {
    return is === 'idle'
      ? next
      : { state: { ...state, look: { is: 'idle', turn: turn + 1 } }, effects };
  }
  if (is !== 'idle') return next;
  return {
    state: { ...state, look: { is: 'asking', turn } },
    effects: [...effects, { do: 'own', effect: { own: 'ask', turn, tours: state.tours } }],
  };
}

/** What the server says of the tours, told where it differs from what was known. */
export function seen(before: State, answers: readonly OwnAnswer[], moment: Moment): Next {
  const { turn } = before.look;
  let next: Next = { state: { ...before, look: { is: 'waiting', turn } }, effects: [] };
  let ms = lookMs;
  for (const { id, got } of answers) {
    if (got.ok) next = tell(next, got.value, { ...moment, id: `${moment.id}-${id}` }, false);
    else if (got.problem.kind !== 'refused') continue;
    else if (got.problem.code === 'LINK_INVALID') next = letGo(next, id);
    else ms = Math.max(ms, (got.problem.retryAfter ?? 0) * 1000);
  }
  const wait: Effect = { do: 'own', effect: { own: 'wait', turn, ms } };
  return { ...next, effects: [...next.effects, wait] };
}
