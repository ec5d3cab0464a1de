import { keepIn } from './storage.ts';

/** utm_* and gclid of the address the visitor landed on; of this page's where nothing was kept. */
export function attribution(search = location.search): Record<string, string> {
  const kept = keepIn('sessionStorage').get('landing');
  const landing = new URLSearchParams(typeof kept === 'string' ? kept : search);
  return Object.fromEntries(
    [...landing]
      .filter(([name]) => /^(utm_\w+|gclid)$/.test(name))
      .map(([n, v]) => [n, v.slice(0, 200)]),
  );
}

/** The first page of a visit that carries a campaign is the one that counts. */
export function noteLanding(search = location.search): void {
  const keep = keepIn('sessionStorage');
  if (/[?&](utm_|gclid)/.test(search) && keep.get('landing') === null) keep.set('landing', search);
}
