import type { AdminMember, PageQuery } from '@luma-leasing/types/admin';
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { asAuth } from '../../../db/scope.ts';
import { accounts, members, users } from '../../../db/tables/accounts.ts';
import { properties } from '../../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { defaultPageSize, pageOf } from '../page.ts';

/** One page of the accounts of the unit's organization, by address. */
export async function listMembers(
  unit: UnitOfWork,
  { after = '', limit = defaultPageSize }: PageQuery,
): Promise<{ items: AdminMember[]; next: string | null }> {
  const people = await transact(unit, ({ tx }) => tx.select().from(members));
  // All ids are one parameter: a statement may have only 65,535.
  const userIds = sql.param(people.map(({ userId }) => userId));
  const known = await asAuth(unit.ctx.db, (tx) =>
    tx
      .select({
        id: users.id,
        email: users.email,
        name: users.name,
        hasPassword: sql<boolean>`exists ${tx
          .select({ one: sql`1` })
          .from(accounts)
          .where(and(eq(accounts.userId, users.id), isNotNull(accounts.password)))}`,
      })
      .from(users)
      .where(and(sql`${users.id} = any(${userIds}::uuid[])`, gt(users.email, after)))
      .orderBy(asc(users.email))
      .limit(limit + 1),
  );
  const { items, next } = pageOf(known, limit, ({ email }) => email);
  const byUser = new Map(people.map((one) => [one.userId, one]));
  const managed = items.flatMap(({ id }) => byUser.get(id)!.propertyIds ?? []);
  const slugs = await transact(unit, async ({ tx }) => {
    const { id, slug } = properties;
    const found = await tx
      .select({ id, slug })
      .from(properties)
      .where(sql`${id} = any(${sql.param([...new Set(managed)])}::uuid[])`);
    return new Map(found.map((one) => [one.id, one.slug]));
  });
  return {
    next,
    items: items.map(({ id, ...person }) => {
      const { role, propertyIds } = byUser.get(id)!;
      const theirs = propertyIds?.flatMap((property) => slugs.get(property) ?? []) ?? null;
      return { ...person, role, properties: theirs };
    }),
  };
}
