import { and, desc, eq, inArray, max } from 'drizzle-orm';
import { tourBookings } from '../../db/tables/tours.ts';
import { instantText } from '../../lib/iso.ts';
import { localTime } from '../../lib/local-time.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { rankAgents } from '../availability/assign.ts';
import type { Offer } from '../availability/load-offer.ts';

/** Candidates in the order in which they are to be tried [A8]. */
export async function rankCandidates(
  unit: UnitOfWork,
  offer: Offer,
  agentIds: string[],
  wanted: { startsAt: number; email: string; currentAgentId?: string },
): Promise<string[]> {
  if (agentIds.length < 2) return agentIds;
  const { lastAssigned, existing } = await transact(unit, async ({ tx }) => {
    const assigned = await tx
      .select({ id: tourBookings.profileId, at: max(tourBookings.createdAt) })
      .from(tourBookings)
      .where(inArray(tourBookings.profileId, agentIds))
      .groupBy(tourBookings.profileId);
    const [known] = await tx
      .select({ id: tourBookings.profileId })
      .from(tourBookings)
      .where(and(eq(tourBookings.email, wanted.email), eq(tourBookings.test, false)))
      .orderBy(desc(tourBookings.createdAt))
      .limit(1);
    return { lastAssigned: new Map(assigned.map(({ id, at }) => [id, at])), existing: known?.id };
  });
  const { timezone } = offer.property;
  const { date } = localTime(timezone, wanted.startsAt);
  const ofThatDay = offer.tours.filter((tour) => localTime(timezone, tour.startsAt).date === date);
  return rankAgents(
    agentIds.map((id) => {
      const at = lastAssigned.get(id);
      return {
        id,
        toursThatDay: ofThatDay.filter((tour) => tour.profileId === id).length,
        lastAssignedAt: at ? instantText(at) : null,
      };
    }),
    wanted.currentAgentId ?? existing ?? null,
  );
}
