import type { Context } from '../context.ts';
import type { Limits } from './limits.ts';

/** What every `routes.ts` is given. */
export interface RouteDeps {
  ctx: Context;
  limits: Limits;
}
