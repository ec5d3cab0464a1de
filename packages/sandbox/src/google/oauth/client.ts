import { timingSafeEqual } from 'node:crypto';

/** The one OAuth client that is registered with this Google. */
export const CLIENT_ID = 'sandbox-client.apps.googleusercontent.com';
export const CLIENT_SECRET = 'sandbox-secret';

export function isSecret(given: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(CLIENT_SECRET);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Google takes plain http only for the developer's own machine. */
export function isRegisteredRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  if (url === null || url.hash !== '' || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
