import { isNotNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { calendarReleases } from '../../db/tables/calendars.ts';
import { ofOrganization } from '../../jobs/contract.ts';
import { releaseGrant } from './contracts.ts';

/** Asks again for what a provider has still to be told of connections that ended, should a job be lost [C5]. */
export async function enqueueReleases(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { id, organizationId, refreshToken } = calendarReleases;
    const due = await tx
      .select({ releaseId: id, organizationId })
      .from(calendarReleases)
      .where(isNotNull(refreshToken));
    await ctx.queue.enqueueAll(
      tx,
      releaseGrant,
      due.map(({ releaseId, organizationId }) => ({
        ...ofOrganization(organizationId),
        releaseId,
      })),
    );
    return due.length;
  });
}
