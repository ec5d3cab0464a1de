import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, monday, type World } from '../../test/world.ts';
import { asSystem } from '../db/scope.ts';
import { apiKeys } from '../db/tables/properties.ts';
import { newId } from '../lib/ids.ts';

const tours = '/api/lumaleasing/tours';
const availability = `${tours}/availability`;
const config = '/api/lumaleasing/config';
const page = 'https://maple.example';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.addProperty({
    slug: 'origins',
    key: 'pk_origins',
    keys: [{ key: 'pk_origins', allowedOrigins: ['https://*.example.com', 'http://localhost:*'] }],
  });
  await asSystem(world.ctx.db, (tx) =>
    tx.insert(apiKeys).values({
      id: newId(),
      ...world.scope,
      key: 'pk_old',
      expiresAt: monday + 60_000,
    }),
  );
});
afterAll(() => world.stop());

const json = { 'Content-Type': 'application/json' };
const errorOf = async (answer: Response) => ((await answer.json()) as ErrorBody).error;
const codeFor = async (path: string, init: RequestInit = {}) => {
  const answer = await world.request(path, init);
  return [answer.status, (await errorOf(answer)).code] as const;
};

describe('CORS', () => {
  it.each([
    availability,
    tours,
    config,
    '/api/lumaleasing/leads',
    '/api/lumaleasing/chat',
    '/api/lumaleasing/palette',
  ])('answers every preflight, which carries no key: %s', async (path) => {
    const answer = await world.app.request(path, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://anyone.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'x-api-key,idempotency-key,content-type',
      },
    });
    expect(answer.status).toBe(204);
    const header = (name: string) => answer.headers.get(`access-control-${name}`);
    expect(header('allow-origin')).toBe('https://anyone.example');
    expect(header('allow-headers')).toBe('X-API-Key, Idempotency-Key, Content-Type');
    expect(header('allow-methods')).toContain('POST');
    expect(header('allow-credentials')).toBeNull();
  });

  it.each<[string, string, RequestInit]>([
    ['of a good answer', config, {}],
    ['of a missing key', config, { headers: { 'X-API-Key': '' } }],
    ['of a strange origin', config, { headers: { Origin: 'https://evil.example' } }],
    ['of bad JSON', tours, { method: 'POST', headers: json, body: '{' }],
    ['of another type', tours, { method: 'POST', body: 'hello' }],
    ['of a body too large', tours, { method: 'POST', headers: json, body: 'x'.repeat(40_000) }],
    ['of a bad field', tours, { method: 'POST', headers: json, body: '{}' }],
    ['of a method we have not', tours, { method: 'DELETE' }],
  ])('lets the page read the answer %s', async (_what, path, init) => {
    const headers = { Origin: page, ...(init.headers as Record<string, string>) };
    const answer = await world.request(path, { ...init, headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe(headers.Origin);
    const exposed = answer.headers.get('access-control-expose-headers');
    for (const name of ['Retry-After', 'X-Luma-Version', 'Date']) expect(exposed).toContain(name);
    expect(answer.headers.get('x-luma-version')).toMatch(/^\d+\.\d+\.\d+/);
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });
});

describe('a publishable key [P2]', () => {
  const from = (origin: string, key = 'pk_origins') =>
    world.request(config, { headers: { Origin: origin, 'X-API-Key': key } });

  it.each([
    'https://www.example.com',
    'https://a.b.example.com',
    'https://www.example.com:443',
    'http://localhost',
    'http://localhost:8080',
    'http://localhost:3000',
  ])('works on %s', async (origin) => {
    expect((await from(origin)).status).toBe(200);
  });

  it.each([
    'https://example.com',
    'https://evilexample.com',
    'https://www.example.com.evil.test',
    'https://www.example.com:8443',
    'http://www.example.com',
    'https://localhost:8080',
    'http://localhost.evil.test',
    'null',
    'https://maple.example',
    'javascript:alert(1)',
    'https://user@www.example.com',
  ])('does not work on %s', async (origin) => {
    const answer = await from(origin);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
  });

  it('works on our own pages, and for programs, which send no Origin', async () => {
    expect((await from(world.ctx.config.APP_URL)).status).toBe(200);
    expect((await world.request(config)).status).toBe(200);
  });

  it.each([
    [undefined, 'MISSING_API_KEY'],
    ['', 'MISSING_API_KEY'],
    ['pk_unknown', 'INVALID_API_KEY'],
    ['sk_live', 'INVALID_API_KEY'],
    [`pk_${'x'.repeat(5_000)}`, 'INVALID_API_KEY'],
    ["pk_' or 1=1 --", 'INVALID_API_KEY'],
  ])('is needed: %s', async (key, code) => {
    const headers = key === undefined ? {} : { 'X-API-Key': key };
    const answer = await world.app.request(config, { headers });
    expect([answer.status, (await errorOf(answer)).code]).toEqual([401, code]);
  });

  it('is rotated without downtime: the old key works until it expires', async () => {
    const old = { headers: { 'X-API-Key': 'pk_old' } };
    expect((await world.request(config, old)).status).toBe(200);
    await world.setTime(monday + 60_001);
    expect(await codeFor(config, old)).toEqual([401, 'INVALID_API_KEY']);
    await world.setTime(monday);
  });
});
