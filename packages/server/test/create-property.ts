import type { WeeklyHours } from '@luma-leasing/types/hours';
import type { Context } from '../src/context.ts';
import { asSystem, becomeProperty } from '../src/db/scope.ts';
import { organizations } from '../src/db/tables/organizations.ts';
import { profiles, propertyAgents } from '../src/db/tables/profiles.ts';
import { apiKeys, lumaleasingConfig, properties } from '../src/db/tables/properties.ts';
import { usualHours } from '../src/features/admin/properties/put-property.ts';
import { newId } from '../src/lib/ids.ts';

export interface NewProperty {
  organization: { id?: string; name: string };
  property: Omit<typeof properties.$inferInsert, 'id' | 'organizationId' | 'hours'> & {
    hours?: WeeklyHours;
  };
  config?: Omit<typeof lumaleasingConfig.$inferInsert, 'propertyId'>;
  keys: { key: string; allowedOrigins: string[] }[];
  agents: { name: string; email: string; hours?: WeeklyHours; dailyCap?: number }[];
}

/**
 * A property with its settings, keys and agents, and a front desk, as `/api/admin` makes them, but in one go.
 * @returns its ids.
 */
export async function createProperty(
  ctx: Context,
  input: NewProperty,
): Promise<{ organizationId: string; propertyId: string }> {
  const organizationId = input.organization.id ?? newId();
  const propertyId = newId();
  await asSystem(ctx.db, async (tx) => {
    if (!input.organization.id)
      await tx.insert(organizations).values({ id: organizationId, name: input.organization.name });
    await tx
      .insert(properties)
      .values({ hours: usualHours, ...input.property, id: propertyId, organizationId });
    await tx.insert(lumaleasingConfig).values({ ...input.config, propertyId });
    await tx
      .insert(apiKeys)
      .values(input.keys.map((key) => ({ ...key, propertyId, organizationId })));
    // The system makes properties, their people are the tenant's.
    await becomeProperty(tx, { organizationId }, propertyId);
    const people = [
      { id: newId(), name: 'Front desk', frontDesk: true },
      ...input.agents.map((agent) => ({ id: newId(), ...agent, frontDesk: false })),
    ];
    await tx.insert(profiles).values(people.map((one) => ({ ...one, organizationId })));
    await tx.insert(propertyAgents).values(
      people.map(({ id, ...agent }) => ({
        propertyId,
        profileId: id,
        organizationId,
        hours: 'hours' in agent ? agent.hours : null,
        dailyCap: 'dailyCap' in agent ? agent.dailyCap : null,
      })),
    );
  });
  return { organizationId, propertyId };
}
