import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintOrganization, mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { organizations } from '../../db/tables/organizations.ts';
import { properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import type { Actor, UnitOfWork } from '../../unit-of-work.ts';

/** The operator's own programs, behind ADMIN_SECRET. */
const operator: Actor = { role: 'operator', userId: null, profileId: null, via: 'admin' };

/** Lets the operator act at a property. @throws AppError NOT_FOUND */
export async function operatorAt(ctx: Context, slug: string): Promise<UnitOfWork> {
  const unit = await operatorAtIfThere(ctx, slug);
  if (!unit) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return unit;
}

/** The same; undefined when there is no such property. */
export async function operatorAtIfThere(
  ctx: Context,
  slug: string,
): Promise<UnitOfWork | undefined> {
  const { id: propertyId, organizationId } = properties;
  const [property] = await asSystem(ctx.db, (tx) =>
    tx.select({ propertyId, organizationId }).from(properties).where(eq(properties.slug, slug)),
  );
  return property && { ctx, scope: mintScope(property), actor: operator, test: false };
}

/** Lets the operator act for what an organisation's properties share. @throws AppError NOT_FOUND */
export async function operatorIn(ctx: Context, slug: string): Promise<UnitOfWork> {
  const [found] = await asSystem(ctx.db, (tx) =>
    tx.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug)),
  );
  if (!found) throw new AppError('NOT_FOUND', `There is no organisation “${slug}”.`);
  return { ctx, scope: mintOrganization(found.id), actor: operator, test: false };
}
