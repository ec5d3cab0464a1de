import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import type { Config } from '../config.ts';
import { serverVersion } from '../lib/version.ts';
import { cookiePrefix } from './member.ts';
import type { AppEnv } from './router.ts';
import { assetFiles } from './static.ts';

// The name that better-auth gives its cookie. The prefix binds it to https.
const sessionCookie = ({ APP_URL }: Config) =>
  `${APP_URL.startsWith('https:') ? '__Secure-' : ''}${cookiePrefix}.session_token`;

/** `/openapi.json`, and `/docs`, which shows it with Scalar. This server serves Scalar itself. */
export function mountDocs(app: OpenAPIHono<AppEnv>, config: Config): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The publishable key of a property.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'admin', {
    type: 'http',
    scheme: 'bearer',
    description: 'ADMIN_SECRET: makes and changes everything.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cron', {
    type: 'http',
    scheme: 'bearer',
    description: 'CRON_SECRET: starts what is due by the clock, and nothing else.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie(config),
    description:
      'Set by `POST /api/auth/sign-in/email`. Requests that change something must be JSON and come from this server’s own pages.',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'LumaLeasing',
      version: serverVersion,
      description:
        'Tours and leads of apartment communities. Every error is `{"success":false,"error":{"code","message",…}}` with a stable code.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: config.APP_URL }],
  });
  app.get('/docs', (c) => {
    // Scalar uses inline styles.
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    return c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>LumaLeasing API</title>
          </head>
          <body>
            <div id="docs"></div>
            <script src="/docs/standalone.js"></script>
            <script src="/assets/docs.js"></script>
          </body>
        </html>`,
    );
  });
  app.get('/docs/standalone.js', assetFiles('/docs', 'scalar'));
}
