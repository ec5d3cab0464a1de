import type { Kit } from './kit.ts';

let loading: Promise<Kit> | undefined;

/** Loads the kit once for all that need it. After a failure, a later call tries again. */
export const loadKit = (): Promise<Kit> =>
  (loading ??= import('./kit.ts').then(
    ({ kit }) => kit,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  ));
