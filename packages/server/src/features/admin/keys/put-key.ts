import type { Change, PutKey } from '@luma-leasing/types/admin';
import { eq } from 'drizzle-orm';
import { apiKeys } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { newPublishableKey } from '../../../lib/ids.ts';
import { noteIds, type UnitOfWork } from '../../../unit-of-work.ts';
import { changedFields, isEmpty } from '../changed-fields.ts';
import { insertKey, isTestKey, withKeys } from './with-keys.ts';

/**
 * Makes sure that the unit's property has a working key of this name with these origins. While two keys of the name work
 * (`rotateKey`), both get the origins.
 * @param key the new key's text; absent: a random one.
 * @throws AppError INVALID_REQUEST (the existing key is no test key but a new one would be, or the reverse)
 */
export const putKey = (
  outer: UnitOfWork,
  name: string,
  { allowedOrigins, test }: PutKey,
  key?: string,
): Promise<{ change: Change; key: string }> =>
  withKeys(outer, async (unit, working) => {
    const ofName = working.filter((one) => one.name === name);
    const [newest] = ofName;
    if (!newest) {
      const made = await insertKey(unit, {
        key: key ?? newPublishableKey(test ?? false),
        name,
        allowedOrigins: allowedOrigins ?? [],
      });
      return { change: 'created', key: made };
    }
    if (test !== undefined && test !== isTestKey(newest.key))
      throw new AppError(
        'INVALID_REQUEST',
        `The key “${name}” is ${isTestKey(newest.key) ? 'a' : 'no'} test key, and stays so. Make another, with another name.`,
        { issues: [{ path: 'test', message: 'A key cannot change it' }] },
      );
    const changed = ofName.filter((one) => !isEmpty(changedFields(one, { allowedOrigins })));
    for (const { id } of changed) {
      await unit.tx.update(apiKeys).set({ allowedOrigins }).where(eq(apiKeys.id, id));
      noteIds(unit, [id]);
    }
    return { change: changed.length > 0 ? 'changed' : 'unchanged', key: newest.key };
  });
