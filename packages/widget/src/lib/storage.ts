import { jsonOf } from './json.ts';

/** Storage that never throws. Where it is blocked, full or absent, nothing is kept. */
export interface SafeStorage {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  remove(key: string): void;
}

export function safeStorage(which: 'localStorage' | 'sessionStorage'): SafeStorage {
  const tryIt = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(globalThis[which]);
    } catch {
      return null;
    }
  };
  return {
    get: (key) => tryIt((storage): unknown => JSON.parse(storage.getItem(`luma:${key}`) ?? 'null')),
    set: (key, value) => {
      tryIt((storage) => storage.setItem(`luma:${key}`, jsonOf(value)));
    },
    remove: (key) => {
      tryIt((storage) => storage.removeItem(`luma:${key}`));
    },
  };
}
