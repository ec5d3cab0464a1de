import { isDeepStrictEqual } from 'node:util';
import type { Change } from '@luma-leasing/types/admin';

/** The fields of a patch that are given and differ from the row. Pure. */
export const changedFields = <Row extends object, Patch extends object>(
  before: Row,
  patch: Patch,
): Partial<Patch> =>
  Object.fromEntries(
    Object.entries(patch).filter(
      ([name, value]) =>
        value !== undefined && !isDeepStrictEqual(before[name as keyof Row] as unknown, value),
    ),
  ) as Partial<Patch>;

export const isEmpty = (patch: object): boolean => Object.keys(patch).length === 0;

/** The result of several steps as one change: `created` before `changed` before `unchanged`. Pure. */
export const combineChanges = (...changes: Change[]): Change =>
  changes.find((one) => one === 'created') ??
  changes.find((one) => one === 'changed') ??
  'unchanged';
