import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import { addCookies } from './add-cookies.ts';
import type { SignedIn } from './member.ts';
import type { AppEnv } from './router.ts';
import { sameOrigin } from './same-origin.ts';

type Resolve = (headers: Headers) => Promise<SignedIn>;

/** Lets signed-in people through, as members. A request that changes something must come from our own pages. */
export const sessionGuard = (
  config: { APP_URL: string },
  resolve: Resolve,
): MiddlewareHandler<AppEnv> =>
  every(
    sameOrigin(config),
    createMiddleware<AppEnv>(async (c, next) => {
      const { member, cookies } = await resolve(c.req.raw.headers);
      c.set('member', member);
      c.header('Cache-Control', 'no-store');
      addCookies(c, cookies);
      await next();
    }),
  );
