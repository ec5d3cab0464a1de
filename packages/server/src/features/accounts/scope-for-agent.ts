import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import type { TenantScope } from '../../db/scope.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { mayActFor } from './may.ts';
import { visibleProperties } from './visible-properties.ts';

/**
 * Lets a member act for an agent: at a property that the agent shows and the member sees. Undefined when there is
 * none, or when they may not.
 */
export async function scopeForAgent(
  ctx: Context,
  member: Member,
  { organizationId, profileId }: { organizationId: string; profileId: string },
): Promise<TenantScope | undefined> {
  if (!mayActFor(member, profileId)) return undefined;
  if (organizationId !== member.organizationId && !member.operator) return undefined;
  const shown = sql`${properties.id} in (select ${propertyAgents.propertyId} from ${propertyAgents}
    where ${propertyAgents.profileId} = ${profileId}::uuid)`;
  const [property] = await visibleProperties(ctx, { ...member, organizationId }, shown);
  return property && mintScope({ organizationId, propertyId: property.id });
}
