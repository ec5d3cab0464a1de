import { loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import { go, monthStep, sending, stay, type Next } from './next.ts';
import { configOf, type State } from './state.ts';

export const freeOn = (state: State, date: string): boolean =>
  state.times.status === 'ready' && state.times.value.availableDates.includes(date);

/** To the calendar, at the day that was spoken of, or to whatever stands in its place. */
export function startTour(state: State, moment: Moment, date: string | null = null): Next {
  const config = configOf(state);
  if (state.step.at === 'barred' || sending(state.step)) return stay(state);
  if (config && !config.tours.enabled) {
    return stay(go(state, 'on', { at: 'closed', contact: config.property.contact }));
  }
  return loadTimes({ ...go(state, 'on', monthStep(date)), changing: null }, moment);
}
