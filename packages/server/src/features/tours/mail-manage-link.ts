import { and, eq, or } from 'drizzle-orm';
import { leads } from '../../db/tables/leads.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';

const hourMs = 3_600_000;

/**
 * Mails a prospect the link to their tour if it is at the time they ask for: they must not read that somebody took
 * their own time. A tour at another time is not mentioned: the asker, who may be a stranger, would learn of it.
 * @param query.startsAt epoch ms.
 * @returns whether they have a tour at that time.
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

/** Mails the manage link of a confirmed tour to its prospect, at most once an hour. */
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
  // The same form as in `booking-statement.ts`.
  const dedupeKey = `manage_link:${tourId}:${hour}`;
  await queueMessage(unit, { kind: 'manage_link', tourId, recipient: tour.email, dedupeKey });
}
