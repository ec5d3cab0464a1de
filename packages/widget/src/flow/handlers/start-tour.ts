import { loadTimes } from './load-handlers.ts';
import type { Moment } from '../message.ts';
import { flowResult, type FlowResult } from '../result.ts';
import { configOf, type RememberedTour, type State } from '../state.ts';
import { goToStep, isSending, monthStep } from '../steps.ts';

export const isDayFree = (state: State, date: string): boolean =>
  state.times.status === 'ready' && state.times.value.availableDates.includes(date);

/**
 * Opens the calendar, at a day if one was named.
 * @param changingTour the tour that gets a new time; null: a new tour is booked.
 */
export function startTour(
  state: State,
  moment: Moment,
  date: string | null = null,
  changingTour: RememberedTour | null = null,
): FlowResult {
  const config = configOf(state);
  if (state.step.at === 'barred' || isSending(state.step)) return flowResult(state);
  if (config && !config.tours.enabled) {
    return flowResult(goToStep(state, { at: 'closed', contact: config.property.contact }));
  }
  // The time of a tour that is changed counts as free for that tour, and for no other.
  const times =
    changingTour?.id === state.changingTour?.id ? state.times : ({ status: 'idle' } as const);
  return loadTimes({ ...goToStep(state, monthStep(date)), changingTour, times }, moment);
}
