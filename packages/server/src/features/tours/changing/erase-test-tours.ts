import { and, eq, inArray, like, lt, notExists, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { leadMessages, leads } from '../../../db/tables/leads.ts';
import { apiKeys } from '../../../db/tables/properties.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { eraseTestToursJob } from '../job-contracts.ts';

const dayMs = 86_400_000;

/** Queues one job for each property that has or had a test key. @returns how many. */
export async function enqueueTestErasures(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .selectDistinct({
        propertyId: apiKeys.propertyId,
        organizationId: apiKeys.organizationId,
      })
      .from(apiKeys)
      .where(like(apiKeys.key, 'pk\\_test\\_%'));
    await ctx.queue.enqueueAll(tx, eraseTestToursJob, rows);
    return rows.length;
  });
}

/** Erases what was made with a property's test keys more than a day ago: leads, tours and messages. */
export async function eraseTestToursOf(unit: UnitOfWork): Promise<void> {
  const before = unit.ctx.clock.now() - dayMs;
  await transact(unit, async ({ tx }) => {
    // Lock the leads first, in a statement of its own: the statements below then see what was written meanwhile.
    await tx
      .select({ id: leads.id })
      .from(leads)
      .where(and(eq(leads.test, true), lt(leads.updatedAt, before)))
      .for('update');
    await tx
      .delete(tourBookings)
      .where(and(sql`${tourBookings.test}`, lt(tourBookings.createdAt, before)));
    const testLeads = tx.select({ id: leads.id }).from(leads).where(eq(leads.test, true));
    await tx
      .delete(leadMessages)
      .where(and(inArray(leadMessages.leadId, testLeads), lt(leadMessages.createdAt, before)));
    const rowsOfLead = (table: typeof tourBookings | typeof leadMessages) =>
      tx
        .select({ one: sql`1` })
        .from(table)
        .where(eq(table.leadId, leads.id));
    await tx
      .delete(leads)
      .where(
        and(
          eq(leads.test, true),
          lt(leads.updatedAt, before),
          notExists(rowsOfLead(tourBookings)),
          notExists(rowsOfLead(leadMessages)),
        ),
      );
  });
}
