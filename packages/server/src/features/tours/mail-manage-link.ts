import { and, eq, or } from 'drizzle-orm';
import { leads } from '../../db/tables/leads.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';

const hourMs = 3_600_000;

/**
 * Mails a prospect the link to the tour they have, if it is at the time they ask for: whoever asks again for their own
 * time is not to read that somebody took it. Of a tour at any other time nothing is said where none would be booked.
 * @returns whether they have one.
 */
export async function mailManageLinkIfBooked(
  unit: UnitOfWork,
  { email, startsAt }: { email: string; startsAt: number },
): Promise<boolean> {
  if (unit.test) return false;
  return transact(unit, async (unit) => {
    const { tx } = unit;
    const [tour] = await tx
      .select({ id: tourBookings.id })
      .from(tourBookings)
      .innerJoin(leads, eq(leads.id, tourBookings.leadId))
      .where(
        and(
          or(eq(leads.email, email), eq(tourBookings.email, email)),
          eq(tourBookings.status, 'confirmed'),
          eq(tourBookings.test, false),
          eq(tourBookings.startsAt, startsAt),
        ),
      )
      .limit(1);
    if (!tour) return false;
    await queueManageLink(unit, tour.id);
    return true;
  });
}

/** Mails the link of a tour that stands to whom it is for; asked again within the hour, it is not sent again. */
export async function queueManageLink(unit: OpenUnit, tourId: string): Promise<void> {
  const [tour] = await unit.tx
    .select({ email: tourBookings.email })
    .from(tourBookings)
    .where(
      and(
        eq(tourBookings.id, tourId),
        eq(tourBookings.status, 'confirmed'),
        eq(tourBookings.test, false),
      ),
    );
  if (!tour) return;
  const hour = Math.floor(unit.ctx.clock.now() / hourMs);
  // As the statement of a booking makes it, too.
  const dedupeKey = `manage_link:${tourId}:${hour}`;
  await queueMessage(unit, { kind: 'manage_link', tourId, recipient: tour.email, dedupeKey });
}
