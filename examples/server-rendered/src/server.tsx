import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { renderToString } from 'react-dom/server';
import { App } from './App';

const port = Number(process.env['PORT'] ?? 8080);
const client = new URL('../client/', import.meta.url);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html>${renderToString(<App />)}`);
    return;
  }
  try {
    // The URL API removes `..`, and a slash at the front would leave the folder.
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const script = await readFile(new URL(`.${pathname}`, client));
    response.setHeader('Content-Type', 'text/javascript').end(script);
  } catch {
    response.writeHead(404).end();
  }
}

createServer((request, response) => void answer(request, response)).listen(port, 'localhost', () =>
  console.log(`ready http://localhost:${port}`),
);
