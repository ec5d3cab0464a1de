import type { State } from './model.ts';
import { initialState } from './initial-state.ts';
import { createStateFile } from './state-file.ts';

/** The state and its storage. Whoever changes the state calls `changed()` when it is consistent. */
export interface Store {
  state: State;
  changed(): void;
  reset(): void;
  /** Calls back after every change. @returns stops that. */
  subscribe(listener: () => void): () => void;
  flush(): Promise<void>;
}

export async function openStore(dataDir: string | undefined, now: () => number): Promise<Store> {
  const listeners = new Set<() => void>();
  const file = dataDir === undefined ? undefined : createStateFile(dataDir, () => store.state);
  const store: Store = {
    state: (await file?.load()) ?? initialState(now()),
    changed() {
      file?.touch();
      for (const listener of listeners) listener();
    },
    reset() {
      store.state = initialState(now());
      store.changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: async () => file?.flush(),
  };
  return store;
}
