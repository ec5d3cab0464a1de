import type { Effect } from './effect.ts';
import type { State } from './state.ts';

/** What a transition gives: the new state, and what is to be done. */
export interface FlowResult {
  state: State;
  effects: Effect[];
}

export const flowResult = (state: State, ...effects: Effect[]): FlowResult => ({ state, effects });

/** Runs every step on the state that the step before it left, and collects their effects. */
export const chainSteps = (state: State, ...steps: ((state: State) => FlowResult)[]): FlowResult =>
  steps.reduce((before, step) => {
    const after = step(before.state);
    return flowResult(after.state, ...before.effects, ...after.effects);
  }, flowResult(state));
