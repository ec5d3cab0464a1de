import type { UnitOfWork } from '../../unit-of-work.ts';
import { loadOffer } from '../availability/load-offer.ts';
import { withoutTour } from '../availability/openings.ts';
import { collides } from './collides.ts';
import type { Tour } from './present.ts';
import { aroundTour } from './window.ts';

/** Whether a time (epoch ms) that somebody put a tour to goes against what the database knows. */
export const clashes = async (
  unit: UnitOfWork,
  tour: Tour,
  time: { startsAt: number; endsAt: number },
): Promise<boolean> =>
  collides(
    withoutTour(await loadOffer(unit, aroundTour(time.startsAt)), tour),
    tour.profileId,
    time,
  );
