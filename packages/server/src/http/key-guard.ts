import { createMiddleware } from 'hono/factory';
import type { Limits } from './limits.ts';
import type { AppEnv, Caller } from './router.ts';

type Resolve = (key: string | undefined, origin: string | undefined) => Promise<Caller>;

/**
 * Lets requests with a publishable key through, as their property. The limit on reads comes before the key's
 * look-up, so that guessed keys cost the database no more than reads.
 */
export const keyGuard = (limits: Limits, resolve: Resolve) =>
  createMiddleware<AppEnv>(async (c, next) => {
    await limits.countRead(c.get('address'));
    c.set('caller', await resolve(c.req.header('X-API-Key'), c.req.header('Origin')));
    await next();
  });
