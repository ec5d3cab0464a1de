import { flowResult, type FlowResult } from './result.ts';
import type { State, TalkLine } from './state.ts';

/** Asks for the kit once there is something that only the kit can show or do. */
export function loadKit({ state, effects }: FlowResult): FlowResult {
  const needed =
    state.ownTours.length > 0 ||
    needsKit(state) ||
    state.talk.some(isKitLine) ||
    // Where the server is unreachable, the kit cannot be fetched either.
    effects.some((effect) => effect.type === 'report-problem' && effect.problem.kind === 'refused');
  return needed && state.open && state.kitStatus === 'idle'
    ? flowResult({ ...state, kitStatus: 'loading' }, ...effects, { type: 'load-kit' })
    : { state, effects };
}

/** Lets a kit that failed to load be asked for again. */
export const retryKit = (state: State): State =>
  state.kitStatus === 'failed' ? { ...state, kitStatus: 'idle' } : state;

/** Whether the kit draws the page that the visitor is on. */
export function needsKit({ step, times }: State): boolean {
  switch (step.at) {
    case 'callback':
    case 'callback-sent':
    case 'exists':
    case 'closed':
    case 'barred':
      return true;
    case 'month':
      return times.status === 'ready' && times.value.availableDates.length === 0;
    default:
      return false;
  }
}

/** Whether the kit draws this line of the chat. */
export const isKitLine = (line: TalkLine): line is Extract<TalkLine, { kind: KitLineKind }> =>
  'kind' in line && kitLineKinds.some((kind) => kind === line.kind);

const kitLineKinds = ['question', 'change-help', 'moved', 'cancelled'] as const;
type KitLineKind = (typeof kitLineKinds)[number];
