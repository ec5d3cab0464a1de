import type { Moment } from './message.ts';
import type { Moves } from './moves.ts';
import { doing, go, needsKit, stay, type Next } from './next.ts';
import { configOf, type Problem, type State } from './state.ts';

/** Older free times are shown all the same, and asked for again. */
const freshMs = 60_000;

export const loadMoves: Moves<'recalled' | 'kit' | 'visible' | 'config' | 'times'> = {
  recalled: (state, { details, tours }) =>
    stay({
      ...state,
      details: { ...state.details, ...details },
      tours: tours.map((known) => ({ known, fresh: null })),
    }),
  kit: (before, { came }) => {
    const state: State = { ...before, kit: came ? 'here' : 'failed' };
    // The focus waited where it was, for what only now can be drawn.
    return came && needsKit(state) ? doing(state, { do: 'focus', on: 'start' }) : stay(state);
  },
  // Whoever comes back wants to see how things stand now.
  visible: (state, { visible }) =>
    stay({ ...state, visible, look: { is: 'idle', turn: state.look.turn + 1 } }),
  config: (state, { got }, { now, id }) =>
    got.ok
      ? stay(configCame({ ...state, config: { status: 'ready', value: got.value, at: now } }, id))
      : refused({ ...state, config: { status: 'failed', problem: got.problem } }, got.problem),
  times: (state, { tourType, changing, got }, { now }) => {
    if (tourType !== state.tourType || changing?.id !== state.changing?.id) return stay(state);
    if (got.ok) return stay({ ...state, times: { status: 'ready', value: got.value, at: now } });
    const { problem } = got;
    // A refresh that failed leaves what was known; the booking checks again anyway.
    return state.times.status === 'ready' && problem.kind === 'unreachable'
      ? stay(state)
      : refused({ ...state, times: { status: 'failed', problem } }, problem);
  },
};

export const loadConfig = (state: State): Next =>
  state.config.status === 'idle' || state.config.status === 'failed'
    ? doing({ ...state, config: { status: 'loading' } }, { do: 'load-config' })
    : stay(state);

/** Asks for free times unless fresh ones are here or on their way. */
export function loadTimes(state: State, { now }: Moment): Next {
  const { times } = state;
  if (times.status === 'loading') return stay(state);
  if (times.status !== 'ready') return refreshTimes({ ...state, times: { status: 'loading' } });
  return now - times.at > freshMs ? refreshTimes(state) : stay(state);
}

/** Fresh times wanted whatever is known: someone else was quicker. */
export const refreshTimes = (state: State): Next =>
  doing(state, { do: 'load-times', tourType: state.tourType, changing: state.changing });

function configCame(state: State, id: string): State {
  const config = configOf(state);
  const greeted = state.talk.some((line) => line.by === 'luma' && line.says === 'greeting');
  const talk: State['talk'] = greeted
    ? state.talk
    : [{ id, by: 'luma', says: 'greeting' }, ...state.talk];
  const next = { ...state, talk };
  return config && !config.tours.enabled && state.step.at === 'month'
    ? go(next, 'on', { at: 'closed', contact: config.property.contact })
    : next;
}

/** What a refusal means is the kit's to say: see detours/refused.ts. */
const refused = (state: State, problem: Problem): Next =>
  problem.kind === 'refused' ? doing(state, { do: 'complain', problem }) : stay(state);
