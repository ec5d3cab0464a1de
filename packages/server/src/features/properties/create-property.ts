import type { WeeklyHours } from '@luma-leasing/types/hours';
import type { Context } from '../../context.ts';
import { asSystem, becomeProperty } from '../../db/scope.ts';
import { organizations } from '../../db/tables/organizations.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { apiKeys, lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { newId } from '../../lib/ids.ts';
import { zoneOf } from '../../lib/zone.ts';

export interface NewProperty {
  organization: { id?: string; name: string };
  property: Omit<typeof properties.$inferInsert, 'id' | 'organizationId' | 'hours'> & {
    hours?: WeeklyHours;
  };
  config?: Omit<typeof lumaleasingConfig.$inferInsert, 'propertyId'>;
  keys: { key: string; allowedOrigins: string[] }[];
  agents: { name: string; email: string; hours?: WeeklyHours; dailyCap?: number }[];
}

const day = [{ start: '09:00', end: '18:00' }];
/** Monday to Saturday, 9 to 6. */
export const usualHours: WeeklyHours = {
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: [],
};

/**
 * A property with its settings, keys and agents, and a front desk that holds what has no agent.
 * All of it, or nothing.
 * @returns its ids. @throws RangeError for an unknown time zone.
 */
export async function createProperty(
  ctx: Context,
  input: NewProperty,
): Promise<{ organizationId: string; propertyId: string }> {
  zoneOf(input.property.timezone);
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
    // The system makes properties, their people are the tenant's: in one transaction, or a half-made property
    // would stand there without anybody to show it.
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
