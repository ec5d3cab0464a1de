import { readFile, readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { Hono } from 'hono';
import type { SandboxEnv } from '../world.ts';

const FOLDER = new URL('./static/', import.meta.url);

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const HEADERS = {
  // Not cached, so that a change of the page shows at once.
  'Cache-Control': 'no-cache',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/** The page that shows the calendar to people: `/`, `/calendar` and its files. */
export function pageRoutes() {
  return new Hono<SandboxEnv>()
    .get('/', () => file('index.html'))
    .get('/calendar', () => file('index.html'))
    .get('/favicon.ico', () => file('icon.svg'))
    .get('/page/:name{.+}', async (c) => {
      const name = c.req.param('name');
      // Opens only files that the folder lists, so that no path leads out of it.
      const names = await readdir(FOLDER, { recursive: true });
      return extname(name) in TYPES && names.includes(name) ? file(name) : c.notFound();
    });
}

async function file(name: string): Promise<Response> {
  const content = await readFile(new URL(name, FOLDER));
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return new Response(content, { headers: { ...HEADERS, 'Content-Type': type } });
}
