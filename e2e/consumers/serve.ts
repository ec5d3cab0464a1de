import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { firstLine, stop } from '../../scripts/process.ts';
import { freePort } from '../lib/server.ts';

export interface Served {
  url: string;
  stop(): Promise<void>;
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves a folder of built files, as any host of static sites does. */
export async function serveFolder(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = pathname === '/' ? '/index.html' : pathname;
    readFile(join(folder, file)).then(
      (bytes) => {
        response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      // Browsers ask for the icon by themselves.
      () => response.writeHead(file === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, 'localhost', () => listening.resolve());
  await listening.promise;
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

/** Starts the server of `examples/server-rendered`. */
export async function serveRendered(folder: string): Promise<Served> {
  const child = spawn(process.execPath, ['dist/server/server.js'], {
    cwd: folder,
    env: { ...process.env, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await firstLine(child, /^ready /);
  return { url: line.replace('ready ', ''), stop: () => stop(child) };
}
