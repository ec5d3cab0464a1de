import { createMiddleware } from 'hono/factory';
import type { Limits } from './limits.ts';
import type { AppEnv, Caller } from './router.ts';

type Resolve = (key: string | undefined, origin: string | undefined) => Promise<Caller>;

/**
 * Lets a request with a property's publishable key through, as that property. It counts as a read before its key
 * is looked at: guessing keys costs the database no more than reading does.
 */
export const keyGuard = (limits: Limits, resolve: Resolve) =>
  createMiddleware<AppEnv>(async (c, next) => {
    await limits.read(c.get('address'));
    c.set('caller', await resolve(c.req.header('X-API-Key'), c.req.header('Origin')));
    await next();
  });
