import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askMetrics } from '../../test/metrics.ts';
import { bookedTour, freeTime, manage, writtenEvent } from '../../test/tours.ts';
import { prospect } from '../../test/visitor.ts';
import { createWorld, type World } from '../../test/world.ts';
import { createApp } from '../app.ts';
import { createLog } from '../lib/log.ts';

const stream = new PassThrough();
let lines = '';
stream.on('data', (chunk: Buffer) => (lines += chunk.toString()));

let world: World;
beforeAll(async () => {
  world = await createWorld({ overrides: { log: createLog('trace', stream) } });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(() => {
  lines = '';
});

/** Makes the database refuse each write to the table. Its error contains the parameters. */
const breakTable = (table: string) =>
  world.ctx.db.execute(`alter table ${table} add constraint broken check (false) not valid`);
const mendTable = (table: string) =>
  world.ctx.db.execute(`alter table ${table} drop constraint broken`);

describe('what is logged [P7]', () => {
  it('is the route and the status, never the person or the parameters', async () => {
    const booking = await bookedTour(world, { ...prospect });
    await writtenEvent(world, booking.id);
    await manage(world, booking);
    await world.pass();
    await manage(world, booking, '/cancel');
    const requests = lines
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => JSON.parse(line) as { method: string; route: string; status: number });
    expect(requests.map(({ method, route, status }) => [method, route, status])).toContainEqual([
      'POST',
      '/api/lumaleasing/tours/manage/:token/cancel',
      200,
    ]);
    expectNobody(booking.manageUrl);
  });

  it('names nobody if the database refuses a booking', async () => {
    const startsAt = await freeTime(world);
    await breakTable('leads');
    const { status } = await world.book({ startsAt });
    await mendTable('leads');
    expect(status).toBe(500);
    expect(lines).toContain('"msg":"request failed"');
    expect(lines).toMatch(/"stack":".*at /);
    expectNobody();
  });

  it('does not contain a link’s token if its request fails', async () => {
    const booking = await bookedTour(world, { ...prospect });
    await breakTable('tour_bookings');
    const answer = await manage(world, booking, '/cancel');
    await mendTable('tour_bookings');
    expect(answer.status).toBe(500);
    expect(lines).toContain('"route":"/api/lumaleasing/tours/manage/:token/cancel"');
    expectNobody(booking.manageUrl);
  });
});

function expectNobody(manageUrl = '/nothing') {
  const token = manageUrl.split('/').at(-1)!;
  for (const secret of [prospect.email, 'ana@', '5550199', 'Díaz', token, 'ya29.', '1//0'])
    expect(lines).not.toContain(secret);
}

describe('a request’s id', () => {
  it('is the proxy’s if that is valid, else our own', async () => {
    const id = async (given?: string) => {
      const headers = given ? { 'X-Request-Id': given } : {};
      return (await world.app.request('/healthz', { headers })).headers.get('x-request-id');
    };
    expect(await id('abc-123_def')).toBe('abc-123_def');
    expect(await id('short')).not.toBe('short');
    expect(await id('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id()).not.toBe(await id());
  });
});

describe('health [P7]', () => {
  it('says that the process runs and can answer', async () => {
    expect(await (await world.app.request('/healthz')).json()).toEqual({ status: 'ok' });
    const ready = await world.app.request('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', database: 'ok' }]);
  });

  it('refuses traffic when the server stops', async () => {
    const stopping = createApp(world.ctx, () => true);
    expect((await stopping.request('/readyz')).status).toBe(503);
    expect((await stopping.request('/healthz')).status).toBe(200);
  });

  it('counts requests by route, never by address', async () => {
    const booking = await bookedTour(world, { email: 'counted@example.org', phone: undefined });
    await manage(world, booking);
    await world.request('/no/such/place');
    const metrics = await askMetrics(world);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await metrics.text();
    expect(text).toContain('route="/api/lumaleasing/tours/manage/:token"');
    expect(text).toMatch(/luma_bookings_total\{outcome="booked"\} \d/);
    expect(text).not.toContain('/no/such/place');
    expect(text).not.toContain(booking.manageUrl.split('/').at(-1));
  });

  it('shows figures only if a token is set, and to those who send it', async () => {
    const refused = await askMetrics(world, 'guess');
    expect([refused.status, await refused.text()]).toEqual([
      401,
      expect.stringContaining('Bearer METRICS_TOKEN'),
    ]);
    expect((await world.app.request('/metrics')).status).toBe(401);
    const { METRICS_TOKEN, ...config } = world.ctx.config;
    const unasked = createApp({ ...world.ctx, config });
    expect((await askMetrics(unasked, METRICS_TOKEN)).status).toBe(404);
  });
});
