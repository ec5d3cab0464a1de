import type { Change } from '@luma-leasing/types/admin';
import { and, eq } from 'drizzle-orm';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { requireAgentByEmail } from '../../accounts/find-agent.ts';

/**
 * Somebody shows the unit's property no more; tours booked with them stay theirs.
 * @throws AppError NOT_FOUND
 */
export function removeAgent(outer: UnitOfWork, email: string): Promise<Change> {
  return transact(outer, async (unit) => {
    const { profileId } = await requireAgentByEmail(unit, email);
    const ended = await unit.tx
      .update(propertyAgents)
      .set({ active: false })
      .where(
        and(
          eq(propertyAgents.propertyId, unit.scope.propertyId),
          eq(propertyAgents.profileId, profileId),
          propertyAgents.active,
        ),
      )
      .returning({ id: propertyAgents.profileId });
    noteChange(unit, profileId);
    return ended.length > 0 ? 'changed' : 'unchanged';
  });
}
