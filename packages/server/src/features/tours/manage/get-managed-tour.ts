import type { ManagedTour } from '@luma-leasing/types/tour';
import type { Context } from '../../../context.ts';
import { AppError } from '../../../lib/errors.ts';
import { instantText } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { contactOf } from '../../availability/openings.ts';
import { changeableUntil, isChangeable } from '../tour-change.ts';
import { type LoadedTour, loadTour } from '../load-tour.ts';
import { toBooking } from '../present.ts';

/** @throws AppError LINK_INVALID */
export async function getTour(unit: UnitOfWork, tourId: string): Promise<LoadedTour> {
  const loaded = await transact(unit, ({ tx }) => loadTour(tx, tourId));
  if (!loaded) throw new AppError('LINK_INVALID', 'This tour no longer exists.');
  return loaded;
}

export function toManagedTour(ctx: Context, loaded: LoadedTour): ManagedTour {
  const { tour, property, agent } = loaded;
  return {
    success: true,
    booking: toBooking(ctx.config, tour, property.timezone, agent.name),
    property: { name: property.name, address: property.address, contact: contactOf(property) },
    firstName: tour.firstName,
    changeable: isChangeable(loaded, ctx.clock.now()),
    changeableUntil: instantText(changeableUntil(loaded)),
    cancelledVia: tour.cancelledVia,
  };
}
