import { asc, count, eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { organizations } from '../../../db/tables/organizations.ts';
import { properties } from '../../../db/tables/properties.ts';

/** All of them, by slug. */
export const listOrganizations = (ctx: Context) =>
  asSystem(ctx.db, (tx) =>
    tx
      .select({
        slug: organizations.slug,
        name: organizations.name,
        properties: count(properties.id),
      })
      .from(organizations)
      .leftJoin(properties, eq(properties.organizationId, organizations.id))
      .groupBy(organizations.id)
      .orderBy(asc(organizations.slug)),
  );
