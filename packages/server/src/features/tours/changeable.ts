import { AppError } from '../../lib/errors.ts';
import { MINUTE_MS } from '../../lib/iso.ts';
import { contactOf } from '../availability/openings.ts';
import type { LoadedTour } from './load-tour.ts';

/** Until when the prospect may change or cancel. */
export const changeableUntil = ({ tour, config }: LoadedTour): number =>
  tour.startsAt - config.changeCutoffMinutes * MINUTE_MS;

export const isChangeable = (loaded: LoadedTour, now: number): boolean =>
  loaded.tour.status === 'confirmed' && now < changeableUntil(loaded);

/** For the team there is no cut-off. @throws AppError TOUR_NOT_CHANGEABLE */
export function requireStanding({ tour, property }: LoadedTour): void {
  if (tour.status === 'confirmed') return;
  throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour is over or was cancelled already.', {
    contact: contactOf(property),
  });
}

/** @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED */
export function requireChangeable(loaded: LoadedTour, now: number): void {
  if (isChangeable(loaded, now)) return;
  requireStanding(loaded);
  const contact = contactOf(loaded.property);
  throw new AppError(
    'CUTOFF_PASSED',
    'It is too close to the tour to change it here. Please call us.',
    { contact },
  );
}
