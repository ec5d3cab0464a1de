import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { createMiddleware } from 'hono/factory';

const absolutePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const widget = absolutePath('../../../widget/dist');
const assets = absolutePath('../../assets');
const demo = absolutePath('../../demo');
const scalar = absolutePath('../../node_modules/@scalar/api-reference/dist/browser');

/** Any page may load the widget, and check its integrity. */
export const widgetHeaders = [
  ['Access-Control-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['X-Content-Type-Options', 'nosniff'],
] as const;

/** The evergreen script and element. Browsers ask for them again; what the script loads is of its own release. */
export const widgetFiles = serveStatic({
  root: widget,
  precompressed: true,
  onFound: (_path, c) => {
    for (const [name, value] of widgetHeaders) c.header(name, value);
    c.header('Cache-Control', 'public, max-age=300, stale-while-revalidate=86400');
  },
});

export const assetFiles = (prefix: string, root: 'assets' | 'scalar') =>
  serveStatic({
    root: root === 'assets' ? assets : scalar,
    rewriteRequestPath: (path) => path.slice(prefix.length),
    onFound: (_path, c) => {
      c.header('Cache-Control', 'public, max-age=300');
    },
  });

/** The demo property's website, under `/demo`. */
export const demoFiles = serveStatic({
  root: demo,
  rewriteRequestPath: (path) => path.slice('/demo'.length) || '/index.html',
  onFound: (_path, c) => {
    c.header('Cache-Control', 'public, max-age=300');
  },
});

/** The security headers of all our pages. */
export const pageHeaders = createMiddleware(async (c, next) => {
  await next();
  if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return;
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  if (!c.res.headers.has('Referrer-Policy'))
    c.header('Referrer-Policy', 'strict-origin-when-cross-origin');
  if (!c.res.headers.has('Content-Security-Policy'))
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
});
