import type { Deed, Moment, News } from './message.ts';
import { go, needsKit, stay, type Next } from './next.ts';
import { configOf, type Problem, type State } from './state.ts';

type LoadMessage = Extract<
  Deed | News,
  { type: 'recalled' | 'kit' | 'visible' | 'config' | 'config-failed' | 'times' | 'times-failed' }
>;

/** Older free times are shown all the same, and asked for again. */
const freshMs = 60_000;

export function loadMove(state: State, message: LoadMessage, moment: Moment): Next {
  switch (message.type) {
    case 'recalled':
      return stay({
        ...state,
        details: { ...state.details, ...message.details },
        tours: message.tours.map((known) => ({ known, fresh: null })),
      });
    case 'kit':
      return kitCame({ ...state, kit: message.came ? 'here' : 'failed' });
    case 'visible':
      // Whoever comes back wants to see how things stand now.
      return stay({
        ...state,
        visible: message.visible,
        look: { is: 'idle', turn: state.look.turn + 1 },
      });
    case 'config':
      return configCame(
        { ...state, config: { status: 'ready', value: message.value, at: moment.now } },
        moment,
      );
    case 'config-failed':
      return refused(
        { ...state, config: { status: 'failed', problem: message.problem } },
        message.problem,
      );
    case 'times':
      return message.tourType === state.tourType
        ? stay({ ...state, times: { status: 'ready', value: message.value, at: moment.now } })
        : stay(state);
    case 'times-failed':
      return message.tourType === state.tourType
        ? timesFailed(state, message.problem)
        : stay(state);
  }
}

/** The focus waited where it was, for what only now can be drawn. */
const kitCame = (state: State): Next => ({
  state,
  effects: state.kit === 'here' && needsKit(state) ? [{ do: 'focus', on: 'page' }] : [],
});

export function loadConfig(state: State): Next {
  return state.config.status === 'idle' || state.config.status === 'failed'
    ? { state: { ...state, config: { status: 'loading' } }, effects: [{ do: 'load-config' }] }
    : stay(state);
}

/** Asks for free times unless fresh ones are here or on their way. */
export function loadTimes(state: State, moment: Moment): Next {
  const { times, tourType } = state;
  if (times.status === 'loading') return stay(state);
  if (times.status === 'ready') {
    const stale = moment.now - times.at > freshMs;
    return stale ? refreshTimes(state) : stay(state);
  }
  return {
    state: { ...state, times: { status: 'loading' } },
    effects: [{ do: 'load-times', tourType }],
  };
}

/** Fresh times wanted whatever is known: someone else was quicker. */
export const refreshTimes = (state: State): Next => ({
  state,
  effects: [{ do: 'load-times', tourType: state.tourType }],
});

function configCame(state: State, moment: Moment): Next {
  const config = configOf(state);
  const greeted = state.talk.some((line) => line.by === 'luma' && line.says === 'greeting');
  const talk: State['talk'] = greeted
    ? state.talk
    : [{ id: moment.id, by: 'luma', says: 'greeting' }, ...state.talk];
  const next = { ...state, talk };
  if (config && !config.tours.enabled && state.step.at === 'month') {
    return stay(go(next, 'on', { at: 'closed', contact: config.property.contact }));
  }
  return stay(next);
}

function timesFailed(state: State, problem: Problem): Next {
  // A refresh that failed leaves what was known; the booking checks again anyway.
  if (state.times.status === 'ready' && problem.kind === 'unreachable') return stay(state);
  return refused({ ...state, times: { status: 'failed', problem } }, problem);
}

/** What a refusal means is the kit's to say: see detours/refused.ts. */
const refused = (state: State, problem: Problem): Next => ({
  state,
  effects: problem.kind === 'refused' ? [{ do: 'complain', problem }] : [],
});
