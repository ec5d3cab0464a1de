import type { WeeklyHours } from '@luma-leasing/types/hours';
import { eq } from 'drizzle-orm';
import type { Context } from '../src/context.ts';
import { asSystem } from '../src/db/scope.ts';
import { organizations } from '../src/db/tables/organizations.ts';
import { lumaleasingConfig, type properties } from '../src/db/tables/properties.ts';
import { operatorAtProperty } from '../src/features/accounts/unit-of-operator.ts';
import { putKey } from '../src/features/admin/keys/put-key.ts';
import { putAgent } from '../src/features/admin/people/put-agent.ts';
import { putOrganization } from '../src/features/admin/properties/put-organization.ts';
import { putProperty } from '../src/features/admin/properties/put-property.ts';

export interface NewProperty {
  /** Without an id: one of its own. */
  organization: { id?: string; name: string };
  property: Omit<typeof properties.$inferInsert, 'id' | 'organizationId' | 'hours'> & {
    hours?: WeeklyHours;
  };
  config?: Omit<typeof lumaleasingConfig.$inferInsert, 'propertyId'>;
  keys: { key: string; allowedOrigins: string[] }[];
  agents: { name: string; email: string; hours?: WeeklyHours; dailyCap?: number }[];
}

/**
 * A property with its settings, keys and agents, as the operator makes them.
 * @returns its ids.
 */
export async function createProperty(
  ctx: Context,
  { property: { slug, ...property }, config, keys, agents, ...input }: NewProperty,
): Promise<{ organizationId: string; propertyId: string }> {
  const organization = await organizationOf(ctx, slug, input.organization);
  await putProperty(ctx, slug, { organization, ...property });
  const unit = await operatorAtProperty(ctx, slug);
  const { organizationId, propertyId } = unit.scope;
  // Also what `/api/admin` does not set up yet.
  if (config)
    await asSystem(ctx.db, (tx) =>
      tx.update(lumaleasingConfig).set(config).where(eq(lumaleasingConfig.propertyId, propertyId)),
    );
  for (const [n, { key, allowedOrigins }] of keys.entries()) {
    const test = key.startsWith('pk_test_');
    const name = `${test ? 'practice' : 'website'}${n === 0 ? '' : `-${n + 1}`}`;
    await putKey(unit, name, { allowedOrigins, test }, key);
  }
  for (const { email, ...agent } of agents) await putAgent(unit, email, agent);
  return { organizationId, propertyId };
}

async function organizationOf(
  ctx: Context,
  ofProperty: string,
  { id, name }: { id?: string; name: string },
) {
  if (id === undefined) {
    const slug = `owner-of-${ofProperty.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    await putOrganization(ctx, slug, name);
    return slug;
  }
  const [found] = await asSystem(ctx.db, (tx) =>
    tx.select({ slug: organizations.slug }).from(organizations).where(eq(organizations.id, id)),
  );
  return found!.slug;
}
