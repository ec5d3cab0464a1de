import { eq } from 'drizzle-orm';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { checkAlerts } from './contracts.ts';

/** Asks, at every property an agent shows, whether somebody has to be told of their calendars. */
export async function enqueueAlerts(
  unit: OpenUnit,
  { profileId }: { profileId: string },
): Promise<void> {
  const shown = await unit.tx
    .select({ propertyId: propertyAgents.propertyId })
    .from(propertyAgents)
    .where(eq(propertyAgents.profileId, profileId));
  await enqueueAll(unit, checkAlerts, shown);
}
