import { and, eq, gt, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant } from '../../db/scope.ts';
import { leads } from '../../db/tables/leads.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { sendManageLink } from './contracts.ts';
import type { NewProspect } from './new-tour.ts';
import type { Booker } from './prospect-of.ts';

/**
 * Mails a prospect the link to the tour they have, if they have one: whoever asks again for their own time is
 * not to read that somebody took it.
 * @returns whether they have one.
 */
export async function remindOfTour(
  ctx: Context,
  { scope, test }: Booker,
  { email, phone }: Pick<NewProspect, 'email' | 'phone'>,
): Promise<boolean> {
  if (test) return false;
  return asTenant(ctx.db, scope, async (tx) => {
    const [tour] = await tx
      .select({ tourId: tourBookings.id })
      .from(tourBookings)
      .innerJoin(leads, eq(leads.id, tourBookings.leadId))
      .where(
        and(
          or(eq(leads.email, email), phone ? eq(leads.phone, phone) : undefined),
          eq(tourBookings.status, 'confirmed'),
          eq(tourBookings.test, false),
          gt(tourBookings.startsAt, ctx.clock.now()),
        ),
      )
      .limit(1);
    if (!tour) return false;
    const { organizationId, propertyId } = scope;
    await ctx.queue.enqueue(tx, sendManageLink, { organizationId, propertyId, ...tour });
    return true;
  });
}
