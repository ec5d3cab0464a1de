import { and, eq } from 'drizzle-orm';
import { codeOf, exclusionViolation, retryDeadlock } from '../../../db/errors.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { attempt, noteChange, type UnitOfWork } from '../../../unit-of-work.ts';
import type { TargetCalendar } from './load-target.ts';

/**
 * Stores a tour's receiver if it has changed since the booking: the agent got a calendar, chose another one, or put
 * the event into another one by hand. If another tour has that time in the same calendar, both stay and this one is
 * marked as a conflict: the manager decides.
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
