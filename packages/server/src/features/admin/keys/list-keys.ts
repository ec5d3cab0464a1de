import type { Key } from '@luma-leasing/types/admin';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { atKeys, isTest, selectKeys } from './at-keys.ts';

/** All there ever were, by name, the newest first. */
export const listKeys = (outer: UnitOfWork): Promise<Key[]> =>
  atKeys(outer, async (unit) =>
    (await selectKeys(unit.tx, unit.scope)).map(
      ({ key, name, allowedOrigins, createdAt, expiresAt }) => ({
        key,
        name,
        test: isTest(key),
        allowedOrigins,
        createdAt: new Date(createdAt).toISOString(),
        revokedAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      }),
    ),
  );
