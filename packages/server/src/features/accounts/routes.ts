import { createRoute } from '@hono/zod-openapi';
import { changePasswordSchema, meSchema, signInSchema } from '@luma-leasing/types/member';
import { z } from 'zod';
import { addCookies } from '../../http/add-cookies.ts';
import type { RouteDeps } from '../../http/deps.ts';
import { apiResponses, bodyCodes, sessionCodes } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { sameOrigin } from '../../http/same-origin.ts';
import { changePassword } from './change-password.ts';
import { getMe } from './get-me.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const done = z.object({ success: z.literal(true) });
const session = [{ session: [] }];

const signInRoute = createRoute({
  method: 'post',
  path: '/sign-in/email',
  summary: 'Begins a session: the answer sets its cookie',
  tags: ['Signing in'],
  request: body(signInSchema),
  responses: apiResponses(200, 'Signed in', done, [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    ...bodyCodes,
  ]),
});

const signOutRoute = createRoute({
  method: 'post',
  path: '/sign-out',
  summary: 'Ends the session',
  tags: ['Signing in'],
  security: session,
  responses: apiResponses(200, 'Signed out', done, [
    'ORIGIN_NOT_ALLOWED',
    'UNSUPPORTED_MEDIA_TYPE',
  ]),
});

const changePasswordRoute = createRoute({
  method: 'post',
  path: '/change-password',
  summary: 'Another password; every other session of the account ends',
  tags: ['Signing in'],
  security: session,
  request: body(changePasswordSchema),
  responses: apiResponses(200, 'Changed', done, [...sessionCodes, ...bodyCodes]),
});

/** `/api/auth`. better-auth makes the cookies; the answers' words are ours. */
export function authRoutes({ ctx, limits, session }: RouteDeps) {
  const router = createRouter();
  router.use('*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });

  router.use(signInRoute.path, sameOrigin(ctx.config));
  router.openapi(signInRoute, async (c) => {
    const input = c.req.valid('json');
    const cookies = await limits.limitWrongPasswords(
      { address: c.get('address'), email: input.email },
      () => signIn(ctx, input),
    );
    addCookies(c, cookies);
    return c.json({ success: true }, 200);
  });

  router.use(signOutRoute.path, sameOrigin(ctx.config));
  router.openapi(signOutRoute, async (c) => {
    addCookies(c, await signOut(ctx, c.req.raw.headers));
    return c.json({ success: true }, 200);
  });

  router.use(changePasswordRoute.path, session);
  router.openapi(changePasswordRoute, async (c) => {
    const input = c.req.valid('json');
    const { email } = c.get('member');
    const cookies = await limits.limitWrongPasswords({ address: c.get('address'), email }, () =>
      changePassword(ctx, c.req.raw.headers, input),
    );
    addCookies(c, cookies);
    return c.json({ success: true }, 200);
  });
  return router;
}

const me = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who is signed in, and what they see',
  tags: ['Dashboard'],
  security: session,
  responses: apiResponses(200, 'The member', meSchema, [...sessionCodes]),
});

/** `/api/dashboard/me`, for signed-in members. */
export function meRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  router.use(me.path, session);
  router.openapi(me, async (c) => c.json(await getMe(ctx, c.get('member')), 200));
  return router;
}
