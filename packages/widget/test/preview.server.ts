/** `node test/preview.server.ts [port]` serves `dist/` with the fake API, on a plain page and on one with a strict CSP. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { fakeApi } from './fake-api.server.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const port = Number(process.argv[2] ?? 4173);

const csp =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

const page = (query: URLSearchParams) => {
  const data = [...query].map(([name, value]) => ` data-${name}="${value}"`).join('');
  return `<!doctype html><html lang="en-US"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>Preview</title>
<link rel="stylesheet" href="/preview.css"><h1>Maple Court</h1><p>A page of a property.</p>
<main><script async src="/lumaleasing.js" data-key="pk_demo"${data}></script></main></html>`;
};
const css =
  'body{margin:0;min-height:100vh;padding:6vw;font-family:Georgia,serif;background:linear-gradient(160deg,#e9e4d8,#cfd8cf);color:#2c332d}h1{font-size:64px;margin:0}';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
}

const server = createServer((request, response) => {
  void (async () => {
    // The launcher asks the server of its API for the widget.
    const asked = request.url?.replace(/^(\/fake\/[^/]+)?\/releases\/[^/]+/, '') ?? '/';
    const url = new URL(asked, `http://localhost:${port}`);
    const idempotencyKey = String(request.headers['idempotency-key'] ?? '') || null;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'X-API-Key, Idempotency-Key, Content-Type');
    const answered = await fakeApi({
      method: request.method ?? 'GET',
      url,
      idempotencyKey,
      body: await bodyOf(request),
    });
    if (answered === 'lost') return response.destroy();
    if (answered) {
      response.writeHead(answered.status, { 'Content-Type': 'application/json' });
      return response.end(answered.body === null ? undefined : JSON.stringify(answered.body));
    }
    if (url.pathname === '/preview.css') {
      response.writeHead(200, { 'Content-Type': 'text/css' });
      return response.end(css);
    }
    if (url.pathname === '/' || url.pathname === '/csp') {
      const headers = { 'Content-Type': 'text/html' };
      response.writeHead(
        200,
        url.pathname === '/csp' ? { ...headers, 'Content-Security-Policy': csp } : headers,
      );
      return response.end(page(url.searchParams));
    }
    const file = `${dist}${url.pathname}`;
    if (
      !/^\/[\w./-]+\.js$/.test(url.pathname) ||
      url.pathname.includes('..') ||
      !existsSync(file)
    ) {
      response.writeHead(404);
      return response.end();
    }
    response.writeHead(200, { 'Content-Type': 'text/javascript' });
    return createReadStream(file).pipe(response);
  })();
});
server.listen(port, () => console.log(`http://localhost:${port}/?api-base=/fake/preview`));
