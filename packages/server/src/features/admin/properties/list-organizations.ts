import type { PageQuery } from '@luma-leasing/types/admin';
import { asc, eq, gt } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { organizations } from '../../../db/tables/organizations.ts';
import { properties } from '../../../db/tables/properties.ts';
import { defaultPageSize, pageOf } from '../page.ts';

/** One page of all organizations, by slug. */
export async function listOrganizations(
  ctx: Context,
  { after = '', limit = defaultPageSize }: PageQuery,
) {
  const rows = await asSystem(ctx.db, (tx) =>
    tx
      .select({
        slug: organizations.slug,
        name: organizations.name,
        properties: tx.$count(properties, eq(properties.organizationId, organizations.id)),
      })
      .from(organizations)
      .where(gt(organizations.slug, after))
      .orderBy(asc(organizations.slug))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ slug }) => slug);
}
