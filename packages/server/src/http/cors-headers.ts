import { createMiddleware } from 'hono/factory';
import { serverVersion } from '../lib/version.ts';
import type { AppEnv } from './router.ts';

/**
 * Any page may send requests. A preflight carries no key, so every preflight is allowed, and the real request is
 * checked: its origin against its key. Errors have the headers, too. No credentials. The widget's doctor reads the
 * server's version and clock.
 */
export const widgetCors = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header('Origin');
  c.header('X-Luma-Version', serverVersion);
  if (origin) {
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Vary', 'Origin', { append: true });
    c.header('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id, X-Luma-Version, Date');
  }
  if (c.req.method !== 'OPTIONS') return next();
  c.header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  c.header('Access-Control-Allow-Headers', 'X-API-Key, Idempotency-Key, Content-Type');
  c.header('Access-Control-Max-Age', '7200');
  return c.body(null, 204);
});
