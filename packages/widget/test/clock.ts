import { shiftDate } from '../../../scripts/shift-date.ts';

let shift = 0;
let takeBack = () => {};

/** How far the page's clock is from that of the run. The harness tells the API: there is one clock. */
export const clockShift = (): number => shift;

/** Lets the page's clock run on from here. */
export function setClock(now: string): void {
  shift = Date.parse(now) - Date.now();
  takeBack = shiftDate(shift);
}

/** Back to the clock of the run. */
export function resetClock(): void {
  takeBack();
  takeBack = () => {};
  shift = 0;
}
