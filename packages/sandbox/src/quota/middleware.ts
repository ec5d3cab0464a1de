import { createMiddleware } from 'hono/factory';
import type { AuthorizedEnv } from '../google/auth.ts';
import { GoogleError } from '../google/errors.ts';
import type { World } from '../world.ts';

/** Refuses requests over the quota. It runs when the account is known. */
export function limitRate(world: World) {
  return createMiddleware<AuthorizedEnv>(async (c, next) => {
    const excess = world.quota.spend(c.var.token.account);
    if (excess === undefined) return next();
    if (excess.retryAfterSeconds !== undefined) {
      c.header('Retry-After', String(excess.retryAfterSeconds));
    }
    throw new GoogleError({ code: excess.status, reason: excess.reason });
  });
}
