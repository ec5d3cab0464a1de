import type { Context } from '../../src/context.ts';
import type { Db } from '../../src/db/client.ts';

/** Stands for the death of a job's process. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * A context whose process is killed at its n-th transaction: before it, or after its commit but before anybody
 * knows. After that, nothing reaches the database.
 */
export function dying(ctx: Context, after: number, committed: boolean): Context {
  let left = after;
  const transaction = async (...input: Parameters<Db['transaction']>) => {
    if (left-- > 0) return ctx.db.transaction(...input);
    if (left === -1 && committed) await ctx.db.transaction(...input);
    throw new Killed();
  };
  const db = new Proxy(ctx.db, {
    get: (target, name) =>
      name === 'transaction' ? transaction : (Reflect.get(target, name) as unknown),
  });
  return { ...ctx, db };
}
