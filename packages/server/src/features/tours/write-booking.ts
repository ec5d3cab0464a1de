import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { advisoryLocks, asTenant } from '../../db/scope.ts';
import { identityLocks } from '../leads/upsert-lead.ts';
import { sendManageLink, syncTour } from './contracts.ts';
import { capLocks } from './daily-caps.ts';
import { insertTour, type Inserted, type NewTour, type NewProspect } from './insert-tour.ts';
import type { Booker } from './prospect-of.ts';

/**
 * The transaction of a booking: the tour under its constraint, whatever the caller keeps with it, and the
 * job that writes its event. A person who has a tour already is mailed the link to it instead.
 */
export function writeBooking(
  ctx: Context,
  caller: Booker,
  prospect: NewProspect,
  tour: NewTour,
  now: number,
  inTransaction: (tx: Tx) => Promise<void>,
): Promise<Inserted> {
  const { scope } = caller;
  const ids = { organizationId: scope.organizationId, propertyId: scope.propertyId };
  return asTenant(
    ctx.db,
    scope,
    async (tx) => {
      const inserted = await insertTour(tx, scope, prospect, tour, now);
      // Whoever calls is told on the phone.
      if (inserted.outcome === 'exists' && caller.source !== 'dashboard')
        await ctx.queue.enqueue(tx, sendManageLink, { ...ids, tourId: inserted.tourId });
      if (inserted.outcome === 'booked')
        await Promise.all([
          inTransaction(tx),
          caller.test ? undefined : ctx.queue.enqueue(tx, syncTour, { ...ids, tourId: tour.id }),
        ]);
      return inserted;
    },
    advisoryLocks([...identityLocks(scope, prospect), ...capLocks(scope, tour)]),
  );
}
