import type { AdminMember } from '@luma-leasing/types/admin';
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { asAuth } from '../../../db/scope.ts';
import { accounts, members, users } from '../../../db/tables/accounts.ts';
import { properties } from '../../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';

/** Who has an account in the unit's organisation, by address. */
export async function listMembers(unit: UnitOfWork): Promise<AdminMember[]> {
  const { people, slugs } = await transact(unit, async ({ tx }) => ({
    people: await tx.select().from(members),
    slugs: new Map(
      (await tx.select({ id: properties.id, slug: properties.slug }).from(properties)).map(
        ({ id, slug }) => [id, slug],
      ),
    ),
  }));
  const byUser = new Map(people.map((one) => [one.userId, one]));
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
      .where(inArray(users.id, [...byUser.keys()]))
      .orderBy(users.email),
  );
  return known.map(({ id, ...person }) => {
    const { role, propertyIds } = byUser.get(id)!;
    const managed = propertyIds?.flatMap((property) => slugs.get(property) ?? []) ?? null;
    return { ...person, role, properties: managed };
  });
}
