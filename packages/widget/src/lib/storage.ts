/** Storage that may be forbidden, full or absent: then nothing is kept, and nothing breaks. */
export interface Keep {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  drop(key: string): void;
}

export function keepIn(which: 'localStorage' | 'sessionStorage'): Keep {
  const quietly = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(globalThis[which]);
    } catch {
      // Blocked by the browser or the page's sandbox: remembering is a comfort, not a need.
      return null;
    }
  };
  return {
    get: (key) =>
      quietly((storage): unknown => JSON.parse(storage.getItem(`luma:${key}`) ?? 'null')),
    set: (key, value) => {
      quietly((storage) => storage.setItem(`luma:${key}`, JSON.stringify(value)));
    },
    drop: (key) => {
      quietly((storage) => storage.removeItem(`luma:${key}`));
    },
  };
}
