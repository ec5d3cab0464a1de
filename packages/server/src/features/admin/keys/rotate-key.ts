import type { Change } from '@luma-leasing/types/admin';
import { AppError } from '../../../lib/errors.ts';
import { newPublishableKey } from '../../../lib/ids.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { insertKey, isTestKey, withKeys } from './with-keys.ts';

/**
 * Adds a second key of the same name. Both work until the old one is revoked. If there are two already, nothing happens.
 * @throws AppError NOT_FOUND
 */
export const rotateKey = (
  outer: UnitOfWork,
  name: string,
): Promise<{ change: Change; key: string; old: string }> =>
  withKeys(outer, async (unit, working) => {
    const [newest, older] = working.filter((one) => one.name === name);
    if (!newest) throw new AppError('NOT_FOUND', `No key “${name}” works here.`);
    if (older) return { change: 'unchanged', key: newest.key, old: older.key };
    const { allowedOrigins } = newest;
    const next = newPublishableKey(isTestKey(newest.key));
    const key = await insertKey(unit, { key: next, name, allowedOrigins });
    return { change: 'created', key, old: newest.key };
  });
