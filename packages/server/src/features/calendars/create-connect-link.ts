import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem, asTenant } from '../../db/scope.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import { connectUrl } from './connect-link.ts';

/**
 * A one-time link that connects an agent's calendar.
 * @throws AppError NOT_FOUND when the property has no such agent.
 */
export async function createConnectLink(
  ctx: Context,
  { slug, email }: { slug: string; email: string },
): Promise<string> {
  const [property] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ propertyId: properties.id, organizationId: properties.organizationId })
      .from(properties)
      .where(eq(properties.slug, slug)),
  );
  if (!property) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  const [agent] = await asTenant(ctx.db, mintScope(property), (tx) =>
    tx
      .select({ profileId: profiles.id })
      .from(profiles)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
      .where(
        and(
          eq(propertyAgents.propertyId, property.propertyId),
          eq(sql`lower(${profiles.email})`, email.toLowerCase()),
        ),
      ),
  );
  if (!agent) throw new AppError('NOT_FOUND', `“${slug}” has no agent with the address ${email}.`);
  return connectUrl(ctx.config, { ...property, ...agent }, ctx.clock.now());
}
