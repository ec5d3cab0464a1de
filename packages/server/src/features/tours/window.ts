import { DAY_MS, parseDate } from '../../lib/iso.ts';
import type { Window } from '../availability/load-offer.ts';

/** No time outside is ever offered, and the database need not know the years 0 and 10,000. */
const [firstDay, lastDay] = [parseDate('2000-01-01') * DAY_MS, parseDate('9000-01-01') * DAY_MS];

/** Within what can be asked of the database. */
export const nearest = (ms: number): number => Math.min(Math.max(ms, firstDay), lastDay);

/** Wide enough for the whole local date of a tour, whatever the zone: caps count by date. */
export const aroundTour = (startsAt: number): Window => ({
  from: nearest(startsAt - 2 * DAY_MS),
  to: nearest(startsAt + 2 * DAY_MS),
});
