import type { Effect } from './effect.ts';
import type { State } from './state.ts';

/** What a transition gives: the new state, and what is to be done. */
export interface FlowResult {
  state: State;
  effects: Effect[];
}

export const flowResult = (state: State, ...effects: Effect[]): FlowResult => ({ state, effects });

/** Runs every step on the state that the step before it left, and collects their effects. */
export function chainSteps(start: State, ...steps: ((state: State) => FlowResult)[]): FlowResult {
  const all = flowResult(start);
  // No `reduce`: old libraries (Prototype.js) replace it on their pages by something else.
  for (const step of steps) {
    const { state, effects } = step(all.state);
    all.state = state;
    all.effects.push(...effects);
  }
  return all;
}
