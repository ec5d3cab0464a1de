import { DAY_MS } from '../../lib/iso.ts';
import type { Window } from '../availability/load-offer.ts';

/** Wide enough for the whole local date of a tour, whatever the zone: caps count by date. */
export const aroundTour = (startsAt: number): Window => ({
  from: startsAt - 2 * DAY_MS,
  to: startsAt + 2 * DAY_MS,
});
