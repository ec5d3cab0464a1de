import type { OpenAPIHono } from '@hono/zod-openapi';
import { html, htmlPage } from './page.ts';
import type { AppEnv } from './router.ts';
import { demoFiles } from './static.ts';

/** The page `/`. With the setting DEMO it leads to the demo property's website; no other server has that. */
export function mountHome(app: OpenAPIHono<AppEnv>, { DEMO }: { DEMO: boolean }): void {
  if (DEMO) {
    app.get('/demo', demoFiles);
    app.get('/demo/*', demoFiles);
    app.get('/', (c) => c.redirect('/demo'));
    return;
  }
  app.get('/', (c) =>
    c.html(
      htmlPage(
        'LumaLeasing',
        html`
          <p class="eyebrow">LumaLeasing</p>
          <h1>Tours are booked here</h1>
          <p>
            This server books tours for the websites of apartment communities. To book one, go to
            the website of the place you would like to see.
          </p>
          <p class="muted">For developers: <a href="/docs">the API of this server</a>.</p>
        `,
      ),
    ),
  );
}
