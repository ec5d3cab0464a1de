import { createMiddleware } from 'hono/factory';
import type { SandboxEnv } from '../world.ts';

/** Refuses requests from other web pages. curl and tests send no Origin. */
export const refuseForeignOrigin = createMiddleware<SandboxEnv>(async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined && URL.parse(origin)?.host !== c.req.header('host')) {
    return c.json({ error: { message: 'Other web pages may not steer the sandbox.' } }, 403);
  }
  return next();
});
