import { and, eq } from 'drizzle-orm';
import { leads } from '../../db/tables/leads.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { sendManageLink } from './contracts.ts';

/**
 * Mails a prospect the link to the tour they have, if it is at the time they ask for: whoever asks again for their own
 * time is not to read that somebody took it. Of a tour at any other time nothing is said where none would be booked.
 * @returns whether they have one.
 */
export async function remindOfTour(
  unit: UnitOfWork,
  { email, startsAt }: { email: string; startsAt: number },
): Promise<boolean> {
  if (unit.test) return false;
  return transact(unit, async (unit) => {
    const { tx } = unit;
    const [tour] = await tx
      .select({ tourId: tourBookings.id })
      .from(tourBookings)
      .innerJoin(leads, eq(leads.id, tourBookings.leadId))
      .where(
        and(
          eq(leads.email, email),
          eq(tourBookings.status, 'confirmed'),
          eq(tourBookings.test, false),
          eq(tourBookings.startsAt, startsAt),
        ),
      )
      .limit(1);
    if (!tour) return false;
    await enqueue(unit, sendManageLink, tour);
    return true;
  });
}
