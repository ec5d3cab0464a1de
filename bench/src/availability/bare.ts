/** The least that a server can do: Hono and one JSON answer of the same size. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [port = '', body = ''] = process.argv.slice(2);
const answer: unknown = JSON.parse(body);
const app = new Hono().get('/', (c) => c.json(answer));
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => console.log('ready'));
