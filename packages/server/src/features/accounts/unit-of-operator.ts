import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import type { Actor, UnitOfWork } from '../../unit-of-work.ts';

/** The operator's own programs, behind `operatorGuard`. */
const operator: Actor = { role: 'operator', userId: null, profileId: null, via: 'admin' };

/** Lets the operator act at a property. @throws AppError NOT_FOUND */
export async function operatorAt(ctx: Context, slug: string): Promise<UnitOfWork> {
  const { id: propertyId, organizationId } = properties;
  const [property] = await asSystem(ctx.db, (tx) =>
    tx.select({ propertyId, organizationId }).from(properties).where(eq(properties.slug, slug)),
  );
  if (!property) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return { ctx, scope: mintScope(property), actor: operator, test: false };
}
