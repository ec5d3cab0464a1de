import { statement } from '../../../db/statement.ts';
import { localTime } from '../../../lib/local-time.ts';
import { runStatement, type UnitOfWork } from '../../../unit-of-work.ts';
import { rankAgents } from '../../availability/rank-agents.ts';
import type { Offer } from '../../availability/load-offer.ts';

/** The candidates' ids in the order in which a booking tries them [A8]. `startsAt` is epoch ms. */
export async function rankCandidates(
  unit: UnitOfWork,
  offer: Offer,
  agentIds: string[],
  wanted: { startsAt: number; email: string; currentAgentId?: string },
): Promise<string[]> {
  if (agentIds.length < 2) return agentIds;
  const [given] = await runStatement<Given>(
    unit,
    givenStatement({
      propertyId: unit.scope.propertyId,
      agentIds: JSON.stringify(agentIds),
      email: wanted.email,
    }),
  );
  const { lastAssigned, existing } = given!;
  const { timezone } = offer.property;
  const { date } = localTime(timezone, wanted.startsAt);
  const ofThatDay = offer.tours.filter((tour) => localTime(timezone, tour.startsAt).date === date);
  return rankAgents(
    agentIds.map((id) => ({
      id,
      toursThatDay: ofThatDay.filter((tour) => tour.profileId === id).length,
      lastAssignedAt: lastAssigned[id] ?? null,
    })),
    wanted.currentAgentId ?? existing,
  );
}

interface Given {
  /** When each agent was last given a tour (epoch ms), by agent id; agents who never were are absent. */
  lastAssigned: Record<string, number>;
  /** The agent of this person's last tour at this property. */
  existing: string | null;
}

// One index look-up for each agent and one for the person: the old tours grow in number, and must not all be read.
const givenStatement = statement<{ propertyId: string; agentIds: string; email: string }>(
  { propertyId: 'uuid', agentIds: 'jsonb', email: 'text' },
  ({ propertyId, agentIds, email }) => `
    select
      (select coalesce(json_object_agg(agent.id, (date_part('epoch', last.created_at) * 1000)::bigint), '{}')
        from jsonb_array_elements_text(${agentIds}) as agent(id)
        cross join lateral (
          select created_at from tour_bookings where profile_id = agent.id::uuid
          order by created_at desc limit 1
        ) as last) as "lastAssigned",
      (select tour.profile_id from leads
        join tour_bookings tour on tour.lead_id = leads.id and tour.property_id = leads.property_id
        where leads.property_id = ${propertyId} and not leads.test and leads.email = ${email}
        order by tour.created_at desc limit 1) as existing`,
);
