import type { AdminProperty } from '@luma-leasing/types/admin';
import { asc, eq, getTableColumns, type SQL } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { organizations } from '../../../db/tables/organizations.ts';
import { lumaleasingConfig, properties } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { operatorIn } from '../../accounts/unit-of-operator.ts';

/** All of them, or one organisation's, by slug. @throws AppError NOT_FOUND (organisation) */
export async function listProperties(ctx: Context, organization?: string) {
  if (organization === undefined) return select(ctx);
  const { scope } = await operatorIn(ctx, organization);
  return select(ctx, eq(properties.organizationId, scope.organizationId));
}

/** @throws AppError NOT_FOUND */
export async function getProperty(ctx: Context, slug: string): Promise<AdminProperty> {
  const [found] = await select(ctx, eq(properties.slug, slug));
  if (!found) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return found;
}

// The rest is set up nowhere yet.
const {
  propertyId: _property,
  tourTypes: _types,
  smsOffered: _sms,
  consentVersion: _consent,
  ...settings
} = getTableColumns(lumaleasingConfig);

const select = (ctx: Context, which?: SQL): Promise<AdminProperty[]> =>
  asSystem(ctx.db, (tx) =>
    tx
      .select({
        slug: properties.slug,
        organization: organizations.slug,
        name: properties.name,
        timezone: properties.timezone,
        address: properties.address,
        contactName: properties.contactName,
        contactPhone: properties.contactPhone,
        contactEmail: properties.contactEmail,
        directions: properties.directions,
        whatToBring: properties.whatToBring,
        hours: properties.hours,
        overrides: properties.overrides,
        settings,
      })
      .from(properties)
      .innerJoin(organizations, eq(organizations.id, properties.organizationId))
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .where(which)
      .orderBy(asc(properties.slug)),
  );
