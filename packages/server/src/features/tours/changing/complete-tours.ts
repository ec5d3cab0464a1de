import { and, inArray, lt, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { completeToursJob, syncTourJob } from '../job-contracts.ts';
import { markEventsPending } from '../tour-change.ts';
import { noteInTourHistory } from '../history.ts';

const hour = 3_600_000;

const endedAnHourAgo = (now: number) =>
  // Written as in the partial index, so that Postgres uses it.
  and(sql`${tourBookings.status} = 'confirmed'`, lt(tourBookings.endsAt, now - hour));

/** Queues one job for each property with tours that ended an hour ago. @returns how many. */
export async function enqueueCompletions(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .selectDistinct({
        propertyId: tourBookings.propertyId,
        organizationId: tourBookings.organizationId,
      })
      .from(tourBookings)
      .where(endedAnHourAgo(ctx.clock.now()));
    await ctx.queue.enqueueAll(tx, completeToursJob, rows);
    return rows.length;
  });
}

/** Completes tours that ended an hour ago: they count as given until a manager says otherwise. At most 500 at once. */
export async function completeToursOf(unit: UnitOfWork): Promise<void> {
  await transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const now = ctx.clock.now();
    const over = tx
      .select({ id: tourBookings.id })
      .from(tourBookings)
      .where(endedAnHourAgo(now))
      .limit(500);
    const done = await tx
      .update(tourBookings)
      .set({ status: 'completed', updatedAt: now })
      .where(and(inArray(tourBookings.id, over), endedAnHourAgo(now)))
      .returning({ tourId: tourBookings.id });
    if (done.length === 0) return;
    const ids = done.map(({ tourId }) => tourId);
    await markEventsPending(tx, ids, now);
    await enqueueAll(unit, syncTourJob, done);
    await noteInTourHistory(unit, ids, { action: 'completed' });
  });
}
