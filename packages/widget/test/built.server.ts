/** Serves the built files, and pages that embed them, to test what a site really loads. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../.cache/built', import.meta.url));

/** Builds into a folder of its own, because a running demo may be using `dist/`. */
export function buildForTests(): void {
  const script = fileURLToPath(new URL('../build/build.ts', import.meta.url));
  execFileSync(process.execPath, [script, out], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const csp =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html; report-uri /built/reports";

let reports = 0;

export interface Served {
  type: string;
  body: string;
  headers?: Record<string, string>;
}

/** `/built/page?tag=…&head=…&csp=1` is a page with the given tags. Null: the request is for something else. */
export function serveBuilt(method: string, url: URL): Served | null {
  // The launcher asks the server of its API for the widget.
  const [, asked] = /^\/(?:built|fake\/[^/]+)\/(.*)$/.exec(url.pathname) ?? [];
  if (asked === undefined) return null;
  const path = asked.replace(/^releases\/[^/]+\//, '');
  if (path === 'reports') {
    if (method === 'POST') reports++;
    return { type: 'application/json', body: JSON.stringify({ reports }) };
  }
  if (path === 'page') {
    return {
      type: 'text/html',
      headers: url.searchParams.has('csp') ? { 'Content-Security-Policy': csp } : {},
      body: `<!doctype html><html lang="en-US"><title>A page</title>${url.searchParams.get('head') ?? ''}<h1>A page</h1><main>${url.searchParams.get('tag') ?? ''}</main></html>`,
    };
  }
  const file = `${out}/${path}`;
  if (path.includes('..') || !existsSync(file)) return null;
  return { type: 'text/javascript', body: readFileSync(file, 'utf8') };
}
