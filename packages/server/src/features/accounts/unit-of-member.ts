import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import type { Actor, UnitOfWork } from '../../unit-of-work.ts';
import { mayActFor } from './may.ts';
import { visibleProperties, visibleProperty } from './visible-properties.ts';

/**
 * The unit in which a member acts at a property.
 * @param property its id or slug.
 * @throws AppError NOT_FOUND, also if the member may not see the property.
 */
export async function unitAtProperty(
  ctx: Context,
  member: Member,
  property: string,
): Promise<UnitOfWork> {
  const which = isId(property) ? eq(properties.id, property) : eq(properties.slug, property);
  const found = await visibleProperty(ctx, member, which);
  if (!found) throw new AppError('NOT_FOUND', 'There is no such property.');
  return unitOf(ctx, member, { organizationId: found.organizationId, propertyId: found.id });
}

/**
 * The unit in which a member acts for an agent, at a property that the agent shows and the member sees.
 * @returns undefined if there is no such property, or the member may not act for the agent.
 */
export async function unitForAgent(
  ctx: Context,
  member: Member,
  { organizationId, profileId }: { organizationId: string; profileId: string },
): Promise<UnitOfWork | undefined> {
  if (!mayActFor(actorOf(member), profileId)) return undefined;
  if (organizationId !== member.organizationId && !member.operator) return undefined;
  const shown = sql`${properties.id} in (select ${propertyAgents.propertyId} from ${propertyAgents}
    where ${propertyAgents.profileId} = ${profileId}::uuid)`;
  const [property] = await visibleProperties(ctx, { ...member, organizationId }, shown);
  return property && unitOf(ctx, member, { organizationId, propertyId: property.id });
}

const unitOf = (
  ctx: Context,
  member: Member,
  ids: { organizationId: string; propertyId: string },
): UnitOfWork => ({ ctx, scope: mintScope(ids), actor: actorOf(member), test: false });

/** The member as an actor. */
export const actorOf = ({ operator, role, userId, profileId }: Member): Actor => ({
  role: operator ? 'operator' : role,
  userId,
  profileId,
  via: 'dashboard',
});
