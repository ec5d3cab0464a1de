import { timingSafeEqual } from 'node:crypto';

/** The only OAuth client of this Google. */
export const CLIENT_ID = 'sandbox-client.apps.googleusercontent.com';
export const CLIENT_SECRET = 'sandbox-secret';

export function isSecret(given: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(CLIENT_SECRET);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Registered for the developer's machine, where the server may listen on any port. */
export const REDIRECT_PATH = '/api/lumaleasing/calendar/callback';

/** As at Google, the address must be exactly a registered one. Plain http is only for this machine. */
export function isRegisteredRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  if (url?.protocol !== 'http:') return false;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return isLoopback && uri === url.origin + REDIRECT_PATH;
}
