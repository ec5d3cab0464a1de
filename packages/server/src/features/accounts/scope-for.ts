import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import type { TenantScope } from '../../db/scope.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { visibleProperty } from './visible-properties.ts';

/**
 * Lets a member act at a property.
 * @param property its id or slug.
 * @throws AppError NOT_FOUND, also when it is somebody else's.
 */
export async function scopeFor(
  ctx: Context,
  member: Member,
  property: string,
): Promise<TenantScope> {
  const which = isId(property) ? eq(properties.id, property) : eq(properties.slug, property);
  const found = await visibleProperty(ctx, member, which);
  if (!found) throw new AppError('NOT_FOUND', 'There is no such property.');
  return mintScope({ organizationId: found.organizationId, propertyId: found.id });
}
