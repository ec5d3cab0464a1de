import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { controlRoutes } from './control/control-routes.ts';
import { applyFaults } from './faults/middleware.ts';
import { calendarRoutes } from './google/calendar/calendar-routes.ts';
import { GoogleError, errorBody } from './google/errors.ts';
import { consentRoutes } from './google/oauth/consent-routes.ts';
import { OAuthError } from './google/oauth/oauth-error.ts';
import { tokenRoutes } from './google/oauth/token-routes.ts';
import { userinfoRoutes } from './google/oauth/userinfo-routes.ts';
import { logRequests } from './log-requests.ts';
import { pageRoutes } from './page/page-routes.ts';
import type { SandboxEnv, World } from './world.ts';

const MAX_BODY = 1024 * 1024;

/** All HTTP routes of the sandbox. */
export function createApp(world: World) {
  const app = new Hono<SandboxEnv>();

  app.onError((error, c) => {
    if (error instanceof GoogleError) {
      return c.json(errorBody(error.refusal), error.refusal.code as ContentfulStatusCode);
    }
    if (error instanceof OAuthError) return c.json(error, error.status);
    console.error(error);
    return c.json(errorBody({ code: 500, reason: 'backendError' }), 500);
  });
  app.notFound((c) => c.json(errorBody({ code: 404, reason: 'notFound' }), 404));

  app.use(bodyLimit({ maxSize: MAX_BODY }));
  app.route('/_control', controlRoutes(world));

  // Only requests to a provider are logged, and affected by faults.
  for (const path of ['/o/*', '/token', '/revoke', '/oauth2/*', '/calendar/v3/*']) {
    app.use(path, logRequests(world), applyFaults(world));
  }
  app.route('/o/oauth2/v2/auth', consentRoutes(world));
  app.route('/oauth2/v2/userinfo', userinfoRoutes(world));
  app.route('/calendar/v3', calendarRoutes(world));
  app.route('/', tokenRoutes(world));
  app.route('/', pageRoutes());
  return app;
}
