import { shiftDate } from '../../../scripts/shift-date.ts';

let shift = 0;
let takeBack = () => {};

/** The page's clock minus the machine's. The harness tells it to the API, so that both have one clock. */
export const clockShift = (): number => shift;

/** Sets the page's clock, which then runs on. */
export function setClock(now: string): void {
  shift = Date.parse(now) - Date.now();
  takeBack = shiftDate(shift);
}

/** Sets the page's clock back to the machine's. */
export function resetClock(): void {
  takeBack();
  takeBack = () => {};
  shift = 0;
}
