import { safeStorage } from './storage.ts';

/** utm_* and gclid of the landing page's address, or of this page's address where none is stored. */
export function attribution(search = location.search): Record<string, string> {
  const stored = safeStorage('sessionStorage').get('landing');
  const landing = new URLSearchParams(typeof stored === 'string' ? stored : search);
  return Object.fromEntries(
    [...landing]
      .filter(([name]) => /^(utm_\w+|gclid)$/.test(name))
      .map(([n, v]) => [n, v.slice(0, 200)]),
  );
}

/** Stores the address of the first page of a visit that names a campaign. */
export function noteLanding(search = location.search): void {
  const storage = safeStorage('sessionStorage');
  if (/[?&](utm_|gclid)/.test(search) && storage.get('landing') === null)
    storage.set('landing', search);
}
