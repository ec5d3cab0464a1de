import type { Effect } from './effect.ts';
import type { State, Step } from './state.ts';

export interface Next {
  state: State;
  effects: Effect[];
}

/** Nothing more is to be done. */
export const stay = (state: State): Next => ({ state, effects: [] });

export const go = (state: State, way: State['way'], step: Step): State => ({ ...state, way, step });

/** A submission is on its way: nothing under it may change. */
export const sending = (step: Step): boolean =>
  (step.at === 'contact' || step.at === 'callback') && step.sending.status === 'sending';
