import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asAuth } from '../../db/scope.ts';
import { users } from '../../db/tables/accounts.ts';

/** The names of accounts by id. Deleted accounts are absent. */
export async function loadAccountNames(
  ctx: Context,
  userIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await asAuth(ctx.db, (tx) =>
    tx.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids)),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
