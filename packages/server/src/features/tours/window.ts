import { AppError } from '../../lib/errors.ts';
import { DAY_MS, earliestMs, latestMs } from '../../lib/iso.ts';
import type { Window } from '../availability/load-offer.ts';

/** Within what can be asked of the database: no time outside is ever offered. */
export const nearest = (ms: number): number => Math.min(Math.max(ms, earliestMs), latestMs);

/** Wide enough for the whole local date of a tour, whatever the zone: caps count by date. */
export const aroundTour = (startsAt: number): Window => ({
  from: nearest(startsAt - 2 * DAY_MS),
  to: nearest(startsAt + 2 * DAY_MS),
});

/** Of a time that a manager chose freely. @throws AppError SLOT_NOT_OFFERED (in the past), INVALID_REQUEST */
export function requireToCome(startsAt: number, now: number): void {
  if (startsAt < now) throw new AppError('SLOT_NOT_OFFERED', 'This time has passed.');
  if (startsAt > latestMs)
    throw new AppError('INVALID_REQUEST', 'Please check the time.', {
      issues: [{ path: 'startsAt', message: 'No such time' }],
    });
}
