import { shiftDate } from '../../../scripts/shift-date.ts';

let takeBack = () => {};

/** Lets the page's clock run on from here. The harness tells the API the same time: there is one clock. */
export function setClock(now: number): void {
  resetClock();
  takeBack = shiftDate(now - Date.now());
}

/** Back to the clock of the whole run. */
export function resetClock(): void {
  takeBack();
  takeBack = () => {};
}
