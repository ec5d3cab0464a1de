import type { Change } from '@luma-leasing/types/admin';
import { eq } from 'drizzle-orm';
import { apiKeys } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { noteChange, type UnitOfWork } from '../../../unit-of-work.ts';
import { atKeys, selectKeys } from './at-keys.ts';

/** Ends a key of the unit's property at once. @throws AppError NOT_FOUND */
export const revokeKey = (outer: UnitOfWork, key: string): Promise<Change> =>
  atKeys(outer, async (unit, working) => {
    const known = working.find((one) => one.key === key);
    if (!known) {
      const ended = (await selectKeys(unit.tx, unit.scope)).some((one) => one.key === key);
      if (ended) return 'unchanged';
      throw new AppError('NOT_FOUND', 'This property has no such key. Copy it from the list.');
    }
    await unit.tx
      .update(apiKeys)
      .set({ expiresAt: unit.ctx.clock.now() })
      .where(eq(apiKeys.id, known.id));
    noteChange(unit, known.id);
    return 'changed';
  });
