import type { TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { Handlers } from './handler-types.ts';
import type { Moment } from '../message.ts';
import { needsKit } from '../need-kit.ts';
import { flowResult, type FlowResult } from '../result.ts';
import { configOf, type Problem, type State } from '../state.ts';
import { goToStep } from '../steps.ts';

/** Older free times are still shown, and loaded again. */
const timesFreshMs = 60_000;

export const loadHandlers: Handlers<
  'visit-recalled' | 'kit-loaded' | 'visibility' | 'config-loaded' | 'times-loaded'
> = {
  'visit-recalled': (state, { details, tours }) =>
    flowResult({
      ...state,
      details: { ...state.details, ...details },
      ownTours: tours.map((remembered) => ({ remembered, managed: null })),
    }),
  'kit-loaded': (before, { ok }) => {
    const state: State = { ...before, kitStatus: ok ? 'ready' : 'failed' };
    // The focus could not move to a page that was not drawn yet.
    return ok && needsKit(state)
      ? flowResult(state, { type: 'focus', spot: 'start' })
      : flowResult(state);
  },
  // A new round makes the poll start at once when the visitor comes back.
  visibility: (state, { visible }) =>
    flowResult({
      ...state,
      visible,
      ownTourPoll: { status: 'idle', round: state.ownTourPoll.round + 1 },
    }),
  'config-loaded': (state, { outcome }, { now, id }) => {
    if (!outcome.ok) {
      const { problem } = outcome;
      return reportRefusal({ ...state, config: { status: 'failed', problem } }, problem);
    }
    const { value, server } = completeConfig(outcome.value);
    return flowResult(
      applyConfig({ ...state, config: { status: 'ready', value, loadedAt: now } }, id),
      ...(server ? [{ type: 'advise-owner', code: server } as const] : []),
    );
  },
  'times-loaded': (state, { tourType, changingTour, outcome }, { now }) => {
    if (tourType !== state.tourType || changingTour?.id !== state.changingTour?.id) {
      return flowResult(state);
    }
    if (outcome.ok) {
      return flowResult({
        ...state,
        times: { status: 'ready', value: outcome.value, loadedAt: now },
      });
    }
    const { problem } = outcome;
    // A failed refresh keeps the known times: the server checks the time again at the booking.
    return state.times.status === 'ready' && problem.kind === 'unreachable'
      ? flowResult(state)
      : reportRefusal({ ...state, times: { status: 'failed', problem } }, problem);
  },
};

const knownTypes: string[] = ['in_person', 'self_guided', 'video'] satisfies TourTypeId[];

/**
 * A server of another version may lack a part, or have kinds of tours that this widget has no words for.
 * @returns also what that says of the server.
 */
function completeConfig(config: WidgetConfig) {
  const { property, tours, brand, consent } = config;
  const { whatToBring } = property as Partial<typeof property>;
  const { types = [] } = tours as Partial<typeof tours>;
  const { palettes = {} } = (brand ?? {}) as Partial<typeof brand>;
  const known = types.filter(({ id }) => knownTypes.includes(id));
  const value = {
    ...config,
    property: { ...property, whatToBring: whatToBring ?? [] },
    tours: { ...tours, types: known },
    brand: { ...brand, palettes } as typeof brand,
    consent: { ...consent },
  };
  const lacks = !(whatToBring && types[0] && brand && consent);
  const server = lacks ? 'OLDER_SERVER' : known.length < types.length && 'NEWER_SERVER';
  return { value, server } as const;
}

export const loadConfig = (state: State): FlowResult =>
  state.config.status === 'idle' || state.config.status === 'failed'
    ? flowResult({ ...state, config: { status: 'loading' } }, { type: 'load-config' })
    : flowResult(state);

/** Loads free times, unless fresh ones are here or being loaded. */
export function loadTimes(state: State, { now }: Moment): FlowResult {
  const { times } = state;
  if (times.status === 'loading') return flowResult(state);
  if (times.status !== 'ready') return refreshTimes({ ...state, times: { status: 'loading' } });
  return now - times.loadedAt > timesFreshMs ? refreshTimes(state) : flowResult(state);
}

/** Loads free times although some are known: they are out of date. */
export const refreshTimes = (state: State): FlowResult =>
  flowResult(state, {
    type: 'load-times',
    tourType: state.tourType,
    changingTour: state.changingTour,
  });

function applyConfig(state: State, id: string): State {
  const config = configOf(state);
  const greeted = state.talk.some((line) => line.author === 'luma' && line.kind === 'greeting');
  const talk: State['talk'] = greeted
    ? state.talk
    : [{ id, author: 'luma', kind: 'greeting' }, ...state.talk];
  const withGreeting = { ...state, talk };
  return config && !config.tours.enabled && state.step.at === 'month'
    ? goToStep(withGreeting, { at: 'closed', contact: config.property.contact })
    : withGreeting;
}

/** The kit decides where a refusal leads: see detours/route-refusals.ts. */
const reportRefusal = (state: State, problem: Problem): FlowResult =>
  problem.kind === 'refused'
    ? flowResult(state, { type: 'report-problem', problem })
    : flowResult(state);
