import type { Key, PageQuery } from '@luma-leasing/types/admin';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { asSystemWithin } from '../../../db/scope.ts';
import { apiKeys } from '../../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { defaultPageSize, pageOf } from '../page.ts';
import { isTestKey } from './with-keys.ts';
import { instantText } from '../../../lib/iso.ts';

/** One page of all keys of a property, also revoked ones, by name, the newest first. Tenants cannot read keys. */
export const listKeys = (
  outer: UnitOfWork,
  { after, limit = defaultPageSize }: PageQuery,
): Promise<{ items: Key[]; next: string | null }> =>
  transact(outer, ({ tx, scope }) =>
    asSystemWithin(tx, scope, async () => {
      const { name, createdAt, key, propertyId } = apiKeys;
      const rows = await tx
        .select()
        .from(apiKeys)
        .where(
          and(
            eq(propertyId, scope.propertyId),
            after === undefined
              ? undefined
              : sql`exists (select 1 from api_keys before where before.key = ${after}
                  and before.property_id = ${scope.propertyId}::uuid
                  and (${name} > before.name or (${name} = before.name
                    and (${createdAt}, ${key}) < (before.created_at, before.key))))`,
          ),
        )
        .orderBy(asc(name), desc(createdAt), desc(key))
        .limit(limit + 1);
      const { items, next } = pageOf(rows, limit, (row) => row.key);
      return { next, items: items.map(present) };
    }),
  );

const present = (row: typeof apiKeys.$inferSelect): Key => ({
  key: row.key,
  name: row.name,
  test: isTestKey(row.key),
  allowedOrigins: row.allowedOrigins,
  createdAt: instantText(row.createdAt),
  revokedAt: row.expiresAt === null ? null : instantText(row.expiresAt),
});
