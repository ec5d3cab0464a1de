import { loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import { go, monthStep, sending, stay, type Next } from './next.ts';
import { configOf, type Remembered, type State } from './state.ts';

export const freeOn = (state: State, date: string): boolean =>
  state.times.status === 'ready' && state.times.value.availableDates.includes(date);

/**
 * To the calendar, at the day that was spoken of, or to whatever stands in its place.
 * @param changing the tour that a time is wanted for; null: a new one.
 */
export function startTour(
  state: State,
  moment: Moment,
  date: string | null = null,
  changing: Remembered | null = null,
): Next {
  const config = configOf(state);
  if (state.step.at === 'barred' || sending(state.step)) return stay(state);
  if (config && !config.tours.enabled) {
    return stay(go(state, 'on', { at: 'closed', contact: config.property.contact }));
  }
  // What is free for the one is not for the other: a tour does not stand in its own way.
  const times = changing?.id === state.changing?.id ? state.times : ({ status: 'idle' } as const);
  return loadTimes({ ...go(state, 'on', monthStep(date)), changing, times }, moment);
}
