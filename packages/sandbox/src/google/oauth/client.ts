import { timingSafeEqual } from 'node:crypto';

/** The one OAuth client that is registered with this Google. */
export const CLIENT_ID = 'sandbox-client.apps.googleusercontent.com';
export const CLIENT_SECRET = 'sandbox-secret';

export function isSecret(given: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(CLIENT_SECRET);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Registered for this client on the developer's own machine, where the server may listen on any port. */
export const REDIRECT_PATH = '/api/lumaleasing/calendar/callback';

/** As at Google, the address must be the registered one to the letter; plain http is for this machine only. */
export function isRegisteredRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  if (url?.protocol !== 'http:') return false;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return isLoopback && uri === url.origin + REDIRECT_PATH;
}
