import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { tourEvents } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import type { TimeRange } from '../../lib/interval.ts';
import { DAY_MS, earliestMs, latestMs, MINUTE_MS } from '../../lib/iso.ts';
import { contactOf } from '../availability/openings.ts';
import type { LoadedTour } from './load-tour.ts';

/** Limits a time (epoch ms) to the range that the database can be asked about. No time outside is ever offered. */
export const clampToReach = (ms: number): number => Math.min(Math.max(ms, earliestMs), latestMs);

/** The range around a tour, wide enough for its whole local date in any zone, since caps count by date. */
export const daysAround = (startsAt: number): TimeRange => ({
  from: clampToReach(startsAt - 2 * DAY_MS),
  to: clampToReach(startsAt + 2 * DAY_MS),
});

/** Checks a time that a manager chose freely. @throws AppError SLOT_NOT_OFFERED (in the past), INVALID_REQUEST */
export function requireFuture(startsAt: number, now: number): void {
  if (startsAt < now) throw new AppError('SLOT_NOT_OFFERED', 'This time has passed.');
  if (startsAt > latestMs)
    throw new AppError('INVALID_REQUEST', 'Please check the time.', {
      issues: [{ path: 'startsAt', message: 'No such time' }],
    });
}

/** Until when the prospect may change or cancel the tour, epoch ms. */
export const changeableUntil = ({ tour, config }: LoadedTour): number =>
  tour.startsAt - config.changeCutoffMinutes * MINUTE_MS;

export const isChangeable = (loaded: LoadedTour, now: number): boolean =>
  loaded.tour.status === 'confirmed' && now < changeableUntil(loaded);

/** Checks that the team may change the tour: it has no cut-off. @throws AppError TOUR_NOT_CHANGEABLE */
export function requireConfirmed({ tour, property }: LoadedTour): void {
  if (tour.status === 'confirmed') return;
  throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour is over or was cancelled already.', {
    contact: contactOf(property),
  });
}

/** Checks that the prospect may change the tour. @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED */
export function requireChangeable(loaded: LoadedTour, now: number): void {
  if (isChangeable(loaded, now)) return;
  requireConfirmed(loaded);
  const contact = contactOf(loaded.property);
  throw new AppError(
    'CUTOFF_PASSED',
    'It is too close to the tour to change it here. Please call us.',
    { contact },
  );
}

type NewTourEvent = typeof tourEvents.$inferInsert;

/** Notes that tours changed: their events must be compared, and a job that is just writing one must start again. */
export const markEventsPending = (
  tx: Tx,
  tourIds: string[],
  now: number,
  more: Partial<NewTourEvent> = {},
) =>
  tx
    .update(tourEvents)
    .set({
      syncStatus: 'pending',
      ...more,
      revision: sql`${tourEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(inArray(tourEvents.tourId, tourIds));

export const markEventPending = (
  tx: Tx,
  tourId: string,
  now: number,
  more?: Partial<NewTourEvent>,
) => markEventsPending(tx, [tourId], now, more);
