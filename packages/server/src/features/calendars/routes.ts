import { createRoute, z } from '@hono/zod-openapi';
import { getCookie, setCookie } from 'hono/cookie';
import { addCookies } from '../../http/add-cookies.ts';
import type { RouteDeps } from '../../http/deps.ts';
import { html, htmlPage } from '../../http/page.ts';
import { refusalResponses } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { newSecret } from '../../lib/ids.ts';
import { findMember, requireMember } from '../accounts/find-member.ts';
import { finishConnect } from './connecting/finish-connect.ts';
import { browserSecretOf, permissionOfMember } from './connecting/connect-permission.ts';
import { requireProvider } from './providers.ts';
import { permissionOfLink, startConnect } from './connecting/start-connect.ts';

const cookie = 'luma_connect';

const inBrowser = { tags: ['Connecting a calendar'] };
const aPage = { description: 'A page', content: { 'text/html': { schema: z.string() } } };
const documented = [
  createRoute({
    ...inBrowser,
    method: 'get',
    path: '/calendar/connect',
    summary: 'Opens the provider’s consent: by a one-time link, or for whoever is signed in',
    security: [{}, { session: [] }],
    request: {
      query: z
        .object({
          link: z.string().meta({ description: 'A one-time link’s; nobody need be signed in.' }),
          property: z.string().meta({ description: 'Signed in: the property’s slug or id.' }),
          agent: z
            .string()
            .meta({ description: 'Signed in: the agent’s profile, if not one’s own.' }),
          provider: z
            .string()
            .meta({ description: 'Absent: `google`. Or another that this server is set up for.' }),
        })
        .partial(),
    },
    responses: {
      ...refusalResponses([
        'LINK_INVALID',
        'LINK_EXPIRED',
        'LINK_USED',
        'UNAUTHENTICATED',
        'FORBIDDEN',
        'NOT_FOUND',
        'INVALID_REQUEST',
        'CALENDAR_NOT_CONNECTED',
        'CALENDAR_PROVIDER_UNKNOWN',
      ]),
      302: { description: 'To the provider' },
    },
  }),
  createRoute({
    ...inBrowser,
    method: 'get',
    path: '/calendar/callback',
    summary: 'Where the provider sends the person back to',
    request: {
      query: z.object({ state: z.string(), code: z.string(), error: z.string() }).partial(),
    },
    responses: {
      ...refusalResponses([
        'OAUTH_STATE_INVALID',
        'OAUTH_DENIED',
        'OAUTH_SCOPES_MISSING',
        'OAUTH_EXCHANGE_FAILED',
        'LINK_USED',
      ]),
      200: aPage,
    },
  }),
];

/** The routes by which an agent connects a calendar in the browser. */
export function calendarRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  for (const route of documented) router.openAPIRegistry.registerPath(route);
  const secure = ctx.config.APP_URL.startsWith('https:');

  router.use('/calendar/*', async (c, next) => {
    await limits.countRead(c.get('address'));
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
    await next();
  });

  router.get('/calendar/connect', async (c) => {
    const provider = requireProvider(ctx, c.req.query('provider') ?? 'google');
    const property = c.req.query('property');
    const link = c.req.query('link');
    if (property !== undefined && link === undefined) {
      const { member, cookies } = await requireMember(ctx, c.req.raw.headers);
      addCookies(c, cookies);
      const permission = await permissionOfMember(ctx, member, {
        property,
        agent: c.req.query('agent'),
      });
      return c.redirect(
        await startConnect(ctx, permission, browserSecretOf(ctx, member), provider),
      );
    }
    // Lax: the browser must send the cookie when the provider redirects the person here.
    const browser = getCookie(c, cookie) || newSecret();
    setCookie(c, cookie, browser, {
      httpOnly: true,
      secure,
      sameSite: 'Lax',
      path: '/api/lumaleasing/calendar',
      maxAge: 15 * 60,
    });
    const permission = await permissionOfLink(ctx, link ?? '');
    return c.redirect(await startConnect(ctx, permission, browser, provider));
  });

  router.get('/calendar/callback', async (c) => {
    const signedIn = await findMember(ctx, c.req.raw.headers);
    addCookies(c, signedIn?.cookies ?? []);
    const { accountEmail, calendar, isDefault } = await finishConnect(ctx, {
      state: c.req.query('state') ?? '',
      code: c.req.query('code'),
      error: c.req.query('error'),
      browsers: [
        getCookie(c, cookie) ?? '',
        ...(signedIn ? [browserSecretOf(ctx, signedIn.member)] : []),
      ],
    });
    return c.html(
      htmlPage(
        'Calendar connected',
        html`
          <p class="eyebrow">Calendar</p>
          <h1>Calendar connected</h1>
          <p class="notice done" role="status">
            ${
              isDefault
                ? `Tours will appear in “${calendar}” of ${accountEmail}`
                : `New tours go on appearing in the calendar you connected before; “${calendar}” of ${accountEmail} is synced too`
            },
            and your busy times are no longer offered.
          </p>
          <p class="muted">You can close this page.</p>
        `,
      ),
    );
  });
  return router;
}
