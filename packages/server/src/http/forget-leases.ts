import { isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { asSystem } from '../db/scope.ts';
import { idempotencyKeys } from '../db/tables/tours.ts';

/**
 * Frees every key that is being answered. Only for a database that is this process's alone, as it starts:
 * whoever held them was killed, and those who ask again need not wait until the lease runs out.
 */
export async function forgetLeases(ctx: Context): Promise<void> {
  await asSystem(ctx.db, (tx) => tx.delete(idempotencyKeys).where(isNull(idempotencyKeys.status)));
}
