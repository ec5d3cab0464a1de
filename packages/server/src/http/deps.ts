import type { MiddlewareHandler } from 'hono';
import type { Context } from '../context.ts';
import type { Limits } from './limits.ts';
import type { AppEnv } from './router.ts';

/** What every `routes.ts` gets. */
export interface RouteDeps {
  ctx: Context;
  limits: Limits;
  /** Middleware for routes that need a session. They find the member in `c.get('member')`. */
  session: MiddlewareHandler<AppEnv>;
}
