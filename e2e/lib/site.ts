import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A property's own website: plain pages on another origin than the server. */
export interface Site {
  origin: string;
  /** Adds a page. @returns its address. */
  put(path: string, html: string): string;
  stop(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    // Browsers ask for the icon by themselves.
    const html = pathname === '/favicon.ico' ? '' : pages.get(pathname);
    response.writeHead(html === undefined ? 404 : 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    response.end(html);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', () => listening.resolve());
  await listening.promise;
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put: (path, html) => {
      pages.set(path, html);
      return origin + path;
    },
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
