import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintOrganization, mintScope } from '../../db/mint-scope.ts';
import { asAuth, asSystem, becomeSystem, noProperty } from '../../db/scope.ts';
import { members, users } from '../../db/tables/accounts.ts';
import { organizations } from '../../db/tables/organizations.ts';
import { properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import type { Actor, UnitOfWork } from '../../unit-of-work.ts';

/** The actor of the operator's programs, which know ADMIN_SECRET. */
export const operatorActor: Actor = {
  role: 'operator',
  userId: null,
  profileId: null,
  via: 'admin',
};

/** The unit in which the operator acts at a property. @throws AppError NOT_FOUND */
export async function operatorAtProperty(ctx: Context, slug: string): Promise<UnitOfWork> {
  const unit = await operatorAtPropertyIfExists(ctx, slug);
  if (!unit) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return unit;
}

/** `operatorAtProperty`, but undefined if there is no such property. */
export async function operatorAtPropertyIfExists(
  ctx: Context,
  slug: string,
): Promise<UnitOfWork | undefined> {
  const { id: propertyId, organizationId } = properties;
  const [property] = await asSystem(ctx.db, (tx) =>
    tx.select({ propertyId, organizationId }).from(properties).where(eq(properties.slug, slug)),
  );
  return property && { ctx, scope: mintScope(property), actor: operatorActor, test: false };
}

/** The unit in which the operator acts on what an organization's properties share. @throws AppError NOT_FOUND */
export async function operatorInOrganization(ctx: Context, slug: string): Promise<UnitOfWork> {
  const [found] = await asSystem(ctx.db, (tx) =>
    tx.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug)),
  );
  if (!found) throw new AppError('NOT_FOUND', `There is no organization “${slug}”.`);
  return { ctx, scope: mintOrganization(found.id), actor: operatorActor, test: false };
}

/**
 * The unit in which the operator acts on the account with this normalized address, in its organization.
 * @throws AppError NOT_FOUND
 */
export async function operatorForAccount(ctx: Context, email: string): Promise<UnitOfWork> {
  const unit = await operatorForAccountIfExists(ctx, email);
  if (!unit) throw new AppError('NOT_FOUND', `Nobody has an account for ${email}.`);
  return unit;
}

/** `operatorForAccount`, but undefined if there is no such account. */
export const operatorForAccountIfExists = (
  ctx: Context,
  email: string,
): Promise<UnitOfWork | undefined> =>
  asAuth(ctx.db, async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (!user) return undefined;
    await becomeSystem(tx);
    const [member] = await tx
      .select({ organizationId: members.organizationId })
      .from(members)
      .where(eq(members.userId, user.id));
    // The account's organization may be deleted: then the unit belongs to no organization.
    const scope = mintOrganization(member?.organizationId ?? noProperty);
    return { ctx, scope, actor: operatorActor, test: false };
  });
