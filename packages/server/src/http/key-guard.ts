import { createMiddleware } from 'hono/factory';
import type { AppEnv, Caller } from './router.ts';

type Resolve = (key: string | undefined, origin: string | undefined) => Promise<Caller>;

/** Lets a request with a property's publishable key through, as that property. */
export const keyGuard = (resolve: Resolve) =>
  createMiddleware<AppEnv>(async (c, next) => {
    c.set('caller', await resolve(c.req.header('X-API-Key'), c.req.header('Origin')));
    await next();
  });
