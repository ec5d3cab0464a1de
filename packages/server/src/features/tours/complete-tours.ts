import { and, eq, inArray, lt } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem, asTenant, type TenantScope } from '../../db/scope.ts';
import { properties } from '../../db/tables/properties.ts';
import { tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { completeTours, syncTour } from './contracts.ts';
import { eventsDue } from './event-due.ts';

const hour = 3_600_000;

const isOver = (now: number) =>
  and(eq(tourBookings.status, 'confirmed'), lt(tourBookings.endsAt, now - hour));

/** Finds the properties with tours that ended an hour ago: one job each. */
export async function enqueueCompletions(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .selectDistinct({
        propertyId: tourBookings.propertyId,
        organizationId: properties.organizationId,
      })
      .from(tourBookings)
      .innerJoin(properties, eq(properties.id, tourBookings.propertyId))
      .where(isOver(ctx.clock.now()));
    await ctx.queue.enqueueAll(tx, completeTours, rows);
    return rows.length;
  });
}

/** A tour that ended an hour ago counts as given, until a manager says otherwise. */
export async function completeToursOf(ctx: Context, scope: TenantScope): Promise<void> {
  const now = ctx.clock.now();
  const { organizationId, propertyId } = scope;
  await asTenant(ctx.db, scope, async (tx) => {
    const over = tx
      .select({ id: tourBookings.id })
      .from(tourBookings)
      .where(isOver(now))
      .limit(500);
    const done = await tx
      .update(tourBookings)
      .set({ status: 'completed', updatedAt: now })
      .where(and(inArray(tourBookings.id, over), isOver(now)))
      .returning({ tourId: tourBookings.id });
    if (done.length === 0) return;
    const ids = done.map(({ tourId }) => tourId);
    await eventsDue(tx, ids, now);
    const payloads = ids.map((tourId) => ({ organizationId, propertyId, tourId }));
    await ctx.queue.enqueueAll(tx, syncTour, payloads);
    await tx.insert(tourHistory).values(
      done.map(({ tourId }) => ({
        propertyId,
        tourId,
        at: now,
        action: 'completed' as const,
        actor: 'system' as const,
        via: 'system',
      })),
    );
  });
}
