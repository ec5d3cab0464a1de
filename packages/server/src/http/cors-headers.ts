import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './router.ts';

/**
 * Any page may ask: a preflight carries no key, so every preflight is answered, and the origin is checked
 * against the key on the real request. Errors carry the headers too. No credentials.
 */
export const widgetCors = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header('Origin');
  if (origin) {
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Vary', 'Origin', { append: true });
    c.header('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
  }
  if (c.req.method !== 'OPTIONS') return next();
  c.header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  c.header('Access-Control-Allow-Headers', 'X-API-Key, Idempotency-Key, Content-Type');
  c.header('Access-Control-Max-Age', '7200');
  return c.body(null, 204);
});
