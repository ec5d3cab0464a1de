/** The table of contents of HTTP: the middleware of every request, and all routes. */
import type { Context } from './context.ts';
import { operatorActor } from './features/accounts/unit-of-operator.ts';
import { requireMember } from './features/accounts/find-member.ts';
import { resetRoutes } from './features/accounts/reset/routes.ts';
import { authRoutes, meRoutes } from './features/accounts/routes.ts';
import { adminKeyRoutes } from './features/admin/keys/routes.ts';
import { adminPeopleRoutes } from './features/admin/people/routes.ts';
import { adminPropertyRoutes } from './features/admin/properties/routes.ts';
import { adminTimesRoutes } from './features/admin/times/routes.ts';
import { appointmentRoutes } from './features/appointments/routes.ts';
import { availabilityRoutes } from './features/availability/routes.ts';
import { connectionRoutes } from './features/calendars/connections/routes.ts';
import { calendarMetricsUpdater } from './features/calendars/calendar-metrics.ts';
import { calendarRoutes } from './features/calendars/routes.ts';
import { conversationRoutes } from './features/conversations/routes.ts';
import { hostedRoutes } from './features/hosted/routes.ts';
import { leadRoutes } from './features/leads/routes.ts';
import { propertyRoutes } from './features/properties/routes.ts';
import { releaseRoutes } from './features/releases/routes.ts';
import { manualSyncRoutes } from './features/sync/on-demand/routes.ts';
import { syncRoutes } from './features/sync/routes.ts';
import { manageRoutes } from './features/tours/manage/routes.ts';
import { teamTourRoutes } from './features/tours/team/routes.ts';
import { tourRoutes } from './features/tours/routes.ts';
import { widgetCors } from './http/cors-headers.ts';
import { cronRoutes } from './http/cron-routes.ts';
import type { RouteDeps } from './http/deps.ts';
import { mountDocs } from './http/docs.ts';
import { mountHealth } from './http/health.ts';
import { mountHome } from './http/home.ts';
import { createLimits } from './http/limits.ts';
import { notFoundError } from './http/not-found.ts';
import { observeRequests } from './http/observe.ts';
import { errorAnswer } from './http/on-error.ts';
import { refusesInPages, wantsPage } from './http/refuses-in-pages.ts';
import { logWrites } from './http/log-writes.ts';
import { limitBody, requireJson } from './http/require-json.ts';
import { createRouter } from './http/router.ts';
import { secretGuard } from './http/secret-guard.ts';
import { sessionGuard } from './http/session-guard.ts';
import { assetFiles, pageHeaders, widgetFiles } from './http/static.ts';
import { sweeps } from './job-table.ts';

const api = '/api/lumaleasing';
/** Routes of the widget, which any page may call. */
const widgetApi = ['config', 'palette', 'tours', 'tours/availability', 'leads', 'chat'].map(
  (path) => `${api}/${path}`,
);

/** Pages that people reach by a link; all other routes answer programs. */
const pages = [
  '/',
  `${api}/tours/manage/*`,
  `${api}/calendar/*`,
  '/book/*',
  '/reset-password/*',
  '/demo',
  '/demo/*',
  '/docs',
];

const didNotWork = 'This did not work';

/** @param isStopping while true, `/readyz` sends traffic elsewhere. */
export function createApp(ctx: Context, isStopping: () => boolean = () => false) {
  const deps: RouteDeps = {
    ctx,
    limits: createLimits(ctx),
    session: sessionGuard(ctx.config, (headers) => requireMember(ctx, headers)),
  };
  const app = createRouter();
  const onError = errorAnswer(ctx.log);
  app.onError(onError);
  app.notFound((c) => onError(notFoundError(app, c.req.method, c.req.path), c));

  app.use(observeRequests(ctx));
  for (const path of widgetApi) app.use(path, widgetCors, requireJson);
  // The widget on any page sends these requests, and so do plain forms: the signed token is the secret.
  app.use(`${api}/tours/manage/*`, widgetCors);
  for (const path of pages) app.use(path, pageHeaders);
  app.use('/book/*', refusesInPages({ eyebrow: 'Book a tour', title: didNotWork }));
  app.use('/reset-password/*', refusesInPages({ eyebrow: 'Your account', title: didNotWork }));
  app.use(
    `${api}/tours/manage/*`,
    refusesInPages({ eyebrow: 'Your tour', title: didNotWork }, wantsPage),
  );
  for (const path of ['connect', 'callback'])
    app.use(
      `${api}/calendar/${path}`,
      refusesInPages({ eyebrow: 'Calendar', title: 'Calendar not connected' }),
    );
  // The webhook comes before the limit on bodies: nobody reads the body of a push, and a forged push must be
  // counted.
  app.route(api, syncRoutes(deps));
  app.use(
    '/api/admin/*',
    // Before the limit: strangers send nothing large.
    secretGuard(ctx, deps.limits, 'ADMIN_SECRET'),
    logWrites(ctx.log, operatorActor),
    async (c, next) => {
      c.header('Cache-Control', 'no-store');
      await next();
    },
  );
  app.on(['POST', 'PUT', 'PATCH', 'DELETE'], ['/api/*', '/book/*', '/reset-password/*'], limitBody);

  app.route(api, propertyRoutes(deps));
  app.route(api, availabilityRoutes(deps));
  app.route(api, tourRoutes(deps));
  app.route(api, manageRoutes(deps));
  app.route(api, leadRoutes(deps));
  app.route(api, conversationRoutes(deps));
  app.route(api, calendarRoutes(deps));
  app.route(api, connectionRoutes(deps));
  app.route(api, manualSyncRoutes(deps));

  app.route('/api/auth', authRoutes(deps));
  app.route('/api/dashboard', meRoutes(deps));
  app.route('/api/dashboard', appointmentRoutes(deps));
  app.route('/api/dashboard', teamTourRoutes(deps));

  app.route('/api/admin', adminPropertyRoutes(deps));
  app.route('/api/admin', adminPeopleRoutes(deps));
  app.route('/api/admin', adminKeyRoutes(deps));
  app.route('/api/admin', adminTimesRoutes(deps));
  app.route('/api/cron', cronRoutes(deps, sweeps));

  app.route('/', hostedRoutes(deps));
  app.route('/', resetRoutes(deps));

  mountDocs(app, ctx.config);
  mountHealth(app, deps, isStopping, calendarMetricsUpdater(ctx));
  app.get('/lumaleasing.js', widgetFiles);
  app.get('/widget/*', widgetFiles);
  app.route('/', releaseRoutes(deps));
  app.get('/assets/*', assetFiles('/assets', 'assets'));
  mountHome(app, ctx.config);
  return app;
}
