import { eq } from 'drizzle-orm';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { writeAgentToursJob } from './job-contracts.ts';

/** Queues an agent's unwritten tours at every property they show: the calendar that receives tours may have changed. */
export async function enqueueWriteAgentTours(unit: OpenUnit, profileId: string): Promise<void> {
  const shown = await unit.tx
    .select({ propertyId: propertyAgents.propertyId })
    .from(propertyAgents)
    .where(eq(propertyAgents.profileId, profileId));
  await enqueueAll(
    unit,
    writeAgentToursJob,
    shown.map(({ propertyId }) => ({ propertyId, profileId })),
  );
}
