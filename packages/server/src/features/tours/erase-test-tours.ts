import { and, eq, lt } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem, asTenant, type TenantScope } from '../../db/scope.ts';
import { leads } from '../../db/tables/leads.ts';
import { properties } from '../../db/tables/properties.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { eraseTestTours } from './contracts.ts';

const dayMs = 86_400_000;

/** Finds the properties with practice tours a day old: one job each. */
export async function enqueueTestErasures(ctx: Context): Promise<void> {
  const before = ctx.clock.now() - dayMs;
  await asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .selectDistinct({
        propertyId: tourBookings.propertyId,
        organizationId: properties.organizationId,
      })
      .from(tourBookings)
      .innerJoin(properties, eq(properties.id, tourBookings.propertyId))
      .where(and(tourBookings.test, lt(tourBookings.createdAt, before)));
    for (const row of rows) await ctx.queue.enqueue(tx, eraseTestTours, row);
  });
}

/** What was made with a test key is gone after a day: the people with their tours and questions. */
export async function eraseTestToursOf(ctx: Context, scope: TenantScope): Promise<void> {
  const before = ctx.clock.now() - dayMs;
  await asTenant(ctx.db, scope, async (tx) => {
    await tx
      .delete(tourBookings)
      .where(and(eq(tourBookings.test, true), lt(tourBookings.createdAt, before)));
    await tx.delete(leads).where(and(eq(leads.test, true), lt(leads.updatedAt, before)));
  });
}
