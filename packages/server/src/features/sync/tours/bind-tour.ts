import { and, eq } from 'drizzle-orm';
import { codeOf, exclusionViolation, retryDeadlock } from '../../../db/errors.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { attempt, noteChange, type UnitOfWork } from '../../../unit-of-work.ts';
import type { TargetCalendar } from './load-target.ts';

/**
 * Notes which calendar a tour's event stands in or is about to, where that is another one than when the tour was booked:
 * its agent got one, chose another, or put the event into another by hand. Where somebody else's tour has that time there,
 * both are kept, and this one is marked: the manager decides.
 */
export async function bindTour(
  unit: UnitOfWork,
  { identity: receiver, loaded: { tour } }: TargetCalendar,
): Promise<void> {
  if (tour.receiver === receiver || tour.status !== 'confirmed') return;
  const bind = (marked: { conflictAccepted?: true }) =>
    retryDeadlock(() =>
      attempt(unit, ({ tx }) =>
        tx
          .update(tourBookings)
          .set({ receiver, ...marked })
          .where(and(eq(tourBookings.id, tour.id), eq(tourBookings.profileId, tour.profileId))),
      ),
    );
  try {
    await bind({});
  } catch (error) {
    if (codeOf(error) !== exclusionViolation) throw error;
    await bind({ conflictAccepted: true });
    unit.ctx.log.warn({ tourId: tour.id }, 'two tours at one time in one calendar');
  }
  noteChange(unit, tour.profileId);
}
