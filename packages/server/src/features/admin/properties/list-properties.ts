import type { AdminProperty, PageQuery } from '@luma-leasing/types/admin';
import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { organizations } from '../../../db/tables/organizations.ts';
import { lumaleasingConfig, properties } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { operatorInOrganization } from '../../accounts/unit-of-operator.ts';
import { defaultPageSize, pageOf } from '../page.ts';

const row = {
  slug: properties.slug,
  organization: organizations.slug,
  name: properties.name,
  timezone: properties.timezone,
};

/** One page of all properties, or of one organization's, by slug. @throws AppError NOT_FOUND (organization) */
export async function listProperties(
  ctx: Context,
  {
    organization,
    after = '',
    limit = defaultPageSize,
  }: PageQuery & { organization?: string | undefined },
) {
  const whose =
    organization === undefined
      ? undefined
      : eq(
          properties.organizationId,
          (await operatorInOrganization(ctx, organization)).scope.organizationId,
        );
  const rows = await asSystem(ctx.db, (tx) =>
    tx
      .select(row)
      .from(properties)
      .innerJoin(organizations, eq(organizations.id, properties.organizationId))
      .where(and(gt(properties.slug, after), whose))
      .orderBy(asc(properties.slug))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ slug }) => slug);
}

// The left-out columns cannot be set by anybody yet.
const {
  propertyId: _property,
  tourTypes: _types,
  smsOffered: _sms,
  consentVersion: _consent,
  ...settings
} = getTableColumns(lumaleasingConfig);

/** All that describes a property. @throws AppError NOT_FOUND */
export async function getProperty(ctx: Context, slug: string): Promise<AdminProperty> {
  const [found] = await asSystem(ctx.db, (tx) =>
    tx
      .select({
        ...row,
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
      .where(eq(properties.slug, slug)),
  );
  if (!found) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return found;
}
