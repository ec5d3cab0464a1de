import type { Change } from '@luma-leasing/types/admin';
import { eq } from 'drizzle-orm';
import { apiKeys } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { noteIds, type UnitOfWork } from '../../../unit-of-work.ts';
import { selectKeys, withKeys } from './with-keys.ts';

/** Revokes a key of this name at the unit's property at once. @throws AppError NOT_FOUND */
export const revokeKey = (outer: UnitOfWork, name: string, key: string): Promise<Change> =>
  withKeys(outer, async (unit, working) => {
    const isThis = (one: { key: string; name: string }) => one.key === key && one.name === name;
    const known = working.find(isThis);
    if (!known) {
      const ended = (await selectKeys(unit.tx, unit.scope, eq(apiKeys.key, key))).some(isThis);
      if (ended) return 'unchanged';
      throw new AppError(
        'NOT_FOUND',
        `This property has no such key “${name}”. Copy it from the list.`,
      );
    }
    await unit.tx
      .update(apiKeys)
      .set({ expiresAt: unit.ctx.clock.now() })
      .where(eq(apiKeys.id, known.id));
    noteIds(unit, [known.id]);
    return 'changed';
  });
