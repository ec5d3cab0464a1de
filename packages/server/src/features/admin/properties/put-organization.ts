import type { Change } from '@luma-leasing/types/admin';
import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { organizations } from '../../../db/tables/organizations.ts';

/** Creates or renames an organization. Uses the system's role, since a new organization is no tenant yet. */
export const putOrganization = (ctx: Context, slug: string, name: string): Promise<Change> =>
  asSystem(ctx.db, async (tx) => {
    const made = await tx
      .insert(organizations)
      .values({ slug, name })
      .onConflictDoNothing({ target: organizations.slug })
      .returning({ id: organizations.id });
    if (made.length > 0) return 'created';
    const renamed = await tx
      .update(organizations)
      .set({ name })
      .where(and(eq(organizations.slug, slug), ne(organizations.name, name)))
      .returning({ id: organizations.id });
    return renamed.length > 0 ? 'changed' : 'unchanged';
  });
