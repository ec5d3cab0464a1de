import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { checkAlerts } from './contracts.ts';

/** Asks, at every property an agent shows, whether somebody has to be told of their calendars. */
export async function enqueueAlerts(
  ctx: Context,
  tx: Tx,
  { organizationId, profileId }: { organizationId: string; profileId: string },
): Promise<void> {
  const shown = await tx
    .select({ propertyId: propertyAgents.propertyId })
    .from(propertyAgents)
    .where(eq(propertyAgents.profileId, profileId));
  const payloads = shown.map(({ propertyId }) => ({ organizationId, propertyId }));
  await ctx.queue.enqueueAll(tx, checkAlerts, payloads);
}
