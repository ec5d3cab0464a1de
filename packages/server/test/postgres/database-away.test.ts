import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { eventually } from '../eventually.ts';
import { signIn } from '../members.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { proxyTo, type Proxy } from '../proxy.ts';
import { freeTime } from '../tours.ts';
import { prospect } from '../visitor.ts';
import { createWorld, testSettings, type World } from '../world.ts';

let world: World;
let proxy: Proxy;
let server: ServerProcess;
let url: string;
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await world.connect();
  proxy = await proxyTo(world.database.url!);
  server = startServerProcess({
    ...testSettings,
    ...world.sandbox.settings,
    LOG_LEVEL: 'info',
    DATABASE_URL: proxy.url,
  });
  url = await server.url;
});
afterAll(async () => {
  await server.kill('SIGKILL');
  await proxy.away();
  await world.stop();
});

const key = { 'X-API-Key': 'pk_live' };
const ask = (path: string, init: RequestInit = { headers: key }) => fetch(url + path, init);
const availability = '/api/lumaleasing/tours/availability';

it('says in plain words that the database is away, and serves again when it is back [P7]', async () => {
  const startsAt = await freeTime(world);
  const { cookie } = await signIn(world, { role: 'owner' });
  const me = () => ask('/api/dashboard/me', { headers: { cookie } });
  expect((await ask(availability)).status).toBe(200);
  expect((await me()).status).toBe(200);
  await proxy.away();

  const book = () =>
    ask('/api/lumaleasing/tours', {
      method: 'POST',
      headers: {
        ...key,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'while-it-is-away',
      },
      body: JSON.stringify({ ...prospect, startsAt }),
    });
  // A new question, because a kept answer needs no database.
  for (const answer of [await ask(`${availability}?days=9`), await book(), await me()]) {
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(((await answer.json()) as ErrorBody).error).toEqual({
      code: 'DATABASE_UNAVAILABLE',
      message: 'The service is not available just now. Please try again in a moment.',
      requestId: answer.headers.get('x-request-id'),
      retryAfter: 5,
    });
  }
  const page = await ask('/book/maple-court');
  expect([page.status, page.headers.get('content-type')]).toEqual([
    503,
    expect.stringMatching(/^text\/html/),
  ]);
  expect(await page.text()).toContain('The service is not available just now.');
  expect((await ask('/healthz')).status).toBe(200);
  const ready = await ask('/readyz');
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'unavailable', database: 'unreachable' },
  ]);

  await proxy.back();
  await eventually(async () => expect((await ask('/readyz')).status).toBe(200));
  await eventually(async () => expect((await book()).status).toBe(201));
  expect(server.said()).not.toContain(prospect.email);
});
