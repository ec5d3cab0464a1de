import { and, asc, desc, eq, type SQL } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { asSystemWithin } from '../../../db/scope.ts';
import { apiKeys } from '../../../db/tables/properties.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';
import { isWorkingKey } from '../../accounts/resolve-key.ts';

export const isTestKey = (key: string) => key.startsWith('pk_test_');

type KeyRow = typeof apiKeys.$inferSelect;

/** Works on a property's keys with the system's role, since tenants cannot reach keys. One change runs at a time. */
export const withKeys = <T>(
  outer: UnitOfWork,
  work: (unit: OpenUnit, working: KeyRow[]) => Promise<T>,
): Promise<T> => {
  const { ctx, scope } = outer;
  const locks = [`keys of ${scope.propertyId}`];
  return transact(
    outer,
    (unit) =>
      asSystemWithin(unit.tx, scope, async () =>
        work(unit, await selectKeys(unit.tx, scope, isWorkingKey(ctx.clock.now()))),
      ),
    { locks },
  );
};

export const selectKeys = (tx: Tx, { propertyId }: { propertyId: string }, which?: SQL) =>
  tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.propertyId, propertyId), which))
    .orderBy(asc(apiKeys.name), desc(apiKeys.createdAt));

export async function insertKey(
  { tx, scope }: OpenUnit,
  values: { key: string; name: string; allowedOrigins: string[] },
): Promise<string> {
  const { organizationId, propertyId } = scope;
  await tx.insert(apiKeys).values({ ...values, organizationId, propertyId });
  return values.key;
}
