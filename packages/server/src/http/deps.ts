import type { MiddlewareHandler } from 'hono';
import type { Context } from '../context.ts';
import type { Limits } from './limits.ts';
import type { AppEnv } from './router.ts';

/** What every `routes.ts` is given. */
export interface RouteDeps {
  ctx: Context;
  limits: Limits;
  /** Before a route that needs somebody signed in: they are `c.get('member')` then. */
  session: MiddlewareHandler<AppEnv>;
}
