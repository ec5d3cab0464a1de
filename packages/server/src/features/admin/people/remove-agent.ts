import type { Change } from '@luma-leasing/types/admin';
import { and, eq } from 'drizzle-orm';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { AppError } from '../../../lib/errors.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { timesBetween, timesLock } from '../times/local-times.ts';

/**
 * Ends that an agent shows the unit's property, also at times by hand. Tours that are booked with the agent stay theirs.
 * @throws AppError NOT_FOUND
 */
export function removeAgent(outer: UnitOfWork, email: string): Promise<Change> {
  const { propertyId } = outer.scope;
  return transact(
    outer,
    async (unit) => {
      const [agent] = await unit.tx
        .select({ profileId: profiles.id, active: propertyAgents.active })
        .from(profiles)
        .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
        .where(and(eq(propertyAgents.propertyId, propertyId), eq(profiles.email, email)));
      if (!agent)
        throw new AppError('NOT_FOUND', `This property has no agent with the address ${email}.`);
      if (!agent.active) return 'unchanged';
      const { profileId } = agent;
      await unit.tx
        .update(propertyAgents)
        .set({ active: false })
        .where(
          and(eq(propertyAgents.propertyId, propertyId), eq(propertyAgents.profileId, profileId)),
        );
      const theirs = eq(tourSlots.profileId, profileId);
      await unit.tx.delete(tourSlots).where(and(timesBetween(unit, unit.ctx.clock.now()), theirs));
      noteChange(unit, profileId);
      return 'changed';
    },
    { locks: [timesLock(propertyId)] },
  );
}
