import type { Alternative } from '@luma-leasing/types/errors';
import type { TourTypeId } from '@luma-leasing/types/property';
import { AppError } from '../../../lib/errors.ts';
import { dateText, parseDate, parseInstant } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import type { MovingTour } from '../../availability/load-offer.ts';
import { findOpenings } from '../../availability/openings.ts';
import type { SlotDay } from '../../availability/slots.ts';

/** The free times nearest to the wanted one (epoch ms), nearest first. Pure. */
export function nearestFree(days: SlotDay[], wanted: number, count = 3): Alternative[] {
  const distance = ({ startsAt }: Alternative) => Math.abs(parseInstant(startsAt) - wanted);
  return days
    .flatMap(({ date, slots }) =>
      slots
        .filter((slot) => slot.available && parseInstant(slot.startsAt) !== wanted)
        .map(({ startsAt, time }) => ({ startsAt, date, time })),
    )
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count);
}

/** @throws AppError SLOT_TAKEN, with the nearest free times of the days around. */
export async function throwTaken(
  unit: UnitOfWork,
  wanted: { startsAt: number; timezone: string; tourType: TourTypeId; moving?: MovingTour },
): Promise<never> {
  const { date } = localTime(wanted.timezone, wanted.startsAt);
  const from = dateText(parseDate(date) - 3);
  const { tourType, moving } = wanted;
  const alternatives = await findOpenings(unit, { from, days: 8, tourType, moving })
    .then(({ days }) => nearestFree(days, wanted.startsAt))
    .catch((error: unknown) => {
      // The time is taken in any case. If the calendars do not answer now, only the alternatives are missing.
      if (error instanceof AppError) return [];
      throw error;
    });
  throw new AppError('SLOT_TAKEN', 'That time has just been taken. Please choose another one.', {
    alternatives,
  });
}
