import type { Change, PutProperty } from '@luma-leasing/types/admin';
import type { WeeklyHours } from '@luma-leasing/types/hours';
import type { Address } from '@luma-leasing/types/property';
import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem, asSystemWithin, becomeProperty } from '../../../db/scope.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { lumaleasingConfig, properties } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  operatorAtPropertyIfExists,
  operatorInOrganization,
} from '../../accounts/unit-of-operator.ts';
import { changedFields, isEmpty } from '../changed-fields.ts';
import { keepTimesOfDay, timesLock } from '../times/local-times.ts';

const day = [{ start: '09:00', end: '18:00' }];
/** Monday to Saturday, 9 to 6. */
export const defaultHours: WeeklyHours = {
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: [],
};

/**
 * Creates a property, or changes the fields that are given.
 * @throws AppError NOT_FOUND (organization), SLUG_TAKEN, INVALID_REQUEST (a new property needs more fields)
 */
export async function putProperty(ctx: Context, slug: string, input: PutProperty): Promise<Change> {
  const known = await operatorAtPropertyIfExists(ctx, slug);
  if (known) return change(known, slug, input);
  if (await create(ctx, slug, input)) return 'created';
  // Somebody has created it meanwhile: change it.
  return putProperty(ctx, slug, input);
}

/** Creates a property with its settings and its front desk, in one transaction. @returns false if the slug is taken. */
async function create(ctx: Context, slug: string, input: PutProperty): Promise<boolean> {
  const { organization, address, settings, ...rest } = requireWhole(input);
  const { organizationId } = (await operatorInOrganization(ctx, organization)).scope;
  const propertyId = newId();
  const profileId = newId();
  return asSystem(ctx.db, async (tx) => {
    const made = await tx
      .insert(properties)
      .values({
        ...rest,
        hours: rest.hours ?? defaultHours,
        id: propertyId,
        organizationId,
        slug,
        address,
      })
      .onConflictDoNothing({ target: properties.slug })
      .returning({ id: properties.id });
    if (made.length === 0) return false;
    await tx.insert(lumaleasingConfig).values({ ...settings, propertyId });
    // The system's role creates properties; their agents need the tenant's.
    await becomeProperty(tx, { organizationId }, propertyId);
    const frontDesk = { id: profileId, organizationId, name: 'Front desk', frontDesk: true };
    await tx.insert(profiles).values(frontDesk);
    await tx.insert(propertyAgents).values({ propertyId, profileId, organizationId });
    return true;
  });
}

type Whole = Omit<PutProperty, 'address' | Needed> & { [name in Needed]: string } & {
  address: Address;
};
type Needed = 'organization' | 'name' | 'timezone' | 'contactName';

function requireWhole(input: PutProperty): Whole {
  const needed = {
    organization: input.organization,
    name: input.name,
    timezone: input.timezone,
    contactName: input.contactName,
    'address.street': input.address?.street,
    'address.city': input.address?.city,
    'address.region': input.address?.region,
    'address.postalCode': input.address?.postalCode,
    'address.country': input.address?.country,
  };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length > 0)
    throw new AppError('INVALID_REQUEST', 'This property is new, and needs more.', {
      issues: missing.map(([path]) => ({ path, message: 'A new property needs it' })),
    });
  return input as Whole;
}

async function change(
  outer: UnitOfWork,
  slug: string,
  { organization, address, settings = {}, ...rest }: PutProperty,
): Promise<Change> {
  const { ctx, scope } = outer;
  if (organization !== undefined) {
    const { organizationId } = (await operatorInOrganization(ctx, organization)).scope;
    if (organizationId !== scope.organizationId)
      throw new AppError(
        'SLUG_TAKEN',
        `“${slug}” is a property of another organization already. Choose another slug.`,
      );
  }
  return transact(
    outer,
    async (unit) => {
      const { tx } = unit;
      const isThis = eq(properties.id, scope.propertyId);
      const isIts = eq(lumaleasingConfig.propertyId, scope.propertyId);
      // The tenant's role, which visitors' requests have, may not change properties: so the system's does.
      const { before, ofProperty, ofConfig } = await asSystemWithin(tx, scope, async () => {
        const [before] = await tx.select().from(properties).where(isThis).for('update');
        const [config] = await tx.select().from(lumaleasingConfig).where(isIts);
        const ofProperty = changedFields(before!, {
          ...rest,
          address: { ...before!.address, ...address } as Address,
        });
        const ofConfig = changedFields(config!, settings);
        if (!isEmpty(ofProperty)) await tx.update(properties).set(ofProperty).where(isThis);
        if (!isEmpty(ofConfig)) await tx.update(lumaleasingConfig).set(ofConfig).where(isIts);
        return { before: before!, ofProperty, ofConfig };
      });
      if (isEmpty(ofProperty) && isEmpty(ofConfig)) return 'unchanged';
      const { timezone } = ofProperty;
      if (timezone !== undefined) await keepTimesOfDay(unit, before.timezone, timezone);
      noteChange(unit);
      return 'changed';
    },
    { locks: [timesLock(scope.propertyId)] },
  );
}
