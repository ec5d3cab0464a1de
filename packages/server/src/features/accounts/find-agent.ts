import { and, eq, type SQL } from 'drizzle-orm';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';

/** The agent of the unit's property with this normalized address. @throws AppError NOT_FOUND */
export async function requireAgentByEmail(unit: UnitOfWork, email: string) {
  const agent = await find(unit, eq(profiles.email, email));
  if (!agent)
    throw new AppError('NOT_FOUND', `This property has no agent with the address ${email}.`);
  return agent;
}

/** The profile of the unit's organization with this normalized address, at any property; undefined if there is none. */
export async function agentOfOrganization(unit: UnitOfWork, email: string) {
  const [agent] = await transact(unit, ({ tx }) =>
    tx
      .select({ profileId: profiles.id, name: profiles.name })
      .from(profiles)
      .where(and(eq(profiles.organizationId, unit.scope.organizationId), eq(profiles.email, email)))
      .orderBy(profiles.createdAt)
      .limit(1),
  );
  return agent;
}

/** The agent of the unit's property with this profile id. @throws AppError NOT_FOUND */
export async function requireAgent(unit: UnitOfWork, profileId: string) {
  const agent = isId(profileId) ? await find(unit, eq(profiles.id, profileId)) : undefined;
  if (!agent) throw new AppError('NOT_FOUND', 'This property has no such agent.');
  return agent;
}

// Only active agents count: a removed agent still has a row.
async function find(unit: UnitOfWork, which: SQL) {
  const [agent] = await transact(unit, ({ tx }) =>
    tx
      .select({ profileId: profiles.id, name: profiles.name })
      .from(profiles)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
      .where(
        and(eq(propertyAgents.propertyId, unit.scope.propertyId), propertyAgents.active, which),
      ),
  );
  return agent;
}
