import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { ownPage, signIn } from '../../test/members.ts';
import { bookedTour, breakBookings, freeTime, someone } from '../../test/tours.ts';
import { createWorld, testSettings, type World } from '../../test/world.ts';
import { manageToken } from '../features/accounts/manage-link.ts';

const tours = '/api/lumaleasing/tours';
const availability = `${tours}/availability`;
const config = '/api/lumaleasing/config';

interface Document {
  paths: Record<string, Record<string, { requestBody?: unknown }>>;
}

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

const json = { 'Content-Type': 'application/json' };
const codeFor = async (path: string, init: RequestInit = {}) => {
  const answer = await world.request(path, init);
  return [answer.status, ((await answer.json()) as ErrorBody).error.code] as const;
};
const post = (body: string, headers: Record<string, string> = json) =>
  codeFor(tours, { method: 'POST', body, headers });

describe('bad input', () => {
  it.each([
    ['no type', ''],
    ['a form', 'application/x-www-form-urlencoded'],
    ['plain text', 'text/plain'],
    ['nearly JSON', 'application/jsonp'],
  ])('says that JSON is wanted: %s', async (_what, type) => {
    expect(await post('{}', type ? { 'Content-Type': type } : {})).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
  });

  it('says so at every route that takes JSON', async () => {
    const { paths } = (await (await world.request('/openapi.json')).json()) as Document;
    const owner = await signIn(world, { role: 'owner' });
    const asked = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody)
        // They take plain forms, too.
        .filter(() => !path.includes('/manage/'))
        .map(([method]) => [method.toUpperCase(), path] as const),
    );
    expect(asked).toContainEqual(['PUT', '/api/admin/organizations/{organization}']);
    expect(asked.length).toBeGreaterThan(15);
    for (const [method, path] of asked) {
      const headers = {
        ...ownPage,
        cookie: owner.cookie,
        Authorization: `Bearer ${testSettings.ADMIN_SECRET}`,
        'Content-Type': 'text/plain',
      };
      const known: Record<string, string> = { property: 'maple-court', email: 'a@example.com' };
      const filled = path
        .replace('{date}', '2026-02-02')
        .replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? 'website');
      const answer = await codeFor(filled, { method, headers, body: '{}' });
      expect([path, ...answer]).toEqual([path, 415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  it.each(['/book/maple-court', '/reset-password/guess', `${tours}/manage/TOKEN/reschedule`])(
    'says that it cannot read a form: %s',
    async (path) => {
      const { id } = await bookedTour(world);
      const token = manageToken(world.ctx.config.SESSION_SECRET, id);
      const headers = { 'Content-Type': 'multipart/form-data' };
      const init = { method: 'POST', headers, body: 'no boundary' };
      const answer = await world.request(path.replace('TOKEN', token), init);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('MALFORMED_BODY');
    },
  );

  it.each(['', '{', '{"a":1,}', 'hello', '\u0000', '[1,2'])(
    'says that it cannot read: %j',
    async (body) => {
      expect(await post(body)).toEqual([400, 'MALFORMED_BODY']);
    },
  );

  it.each(['null', '[]', '"text"', '42', '{"__proto__":{"firstName":"x"}}', '{"startsAt":{}}'])(
    'says what is wrong with %s',
    async (body) => {
      expect(await post(body)).toEqual([422, 'INVALID_REQUEST']);
    },
  );

  it('refuses more than 32 kB, with and without a Content-Length', async () => {
    const body = JSON.stringify({ specialRequests: 'x'.repeat(33_000) });
    expect(await post(body)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', headers: json, body: stream, duplex: 'half' as const };
    expect(await codeFor(tours, init)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each([
    ['GET', '/api/lumaleasing/nothing', 404],
    ['GET', '/api/lumaleasing/tours/nothing', 404],
    ['GET', '/nowhere', 404],
    ['GET', '/widget/nothing.js', 404],
    ['GET', '/%E0%A4%A', 404],
    ['GET', '/assets/..%2f..%2fpackage.json', 404],
    ['GET', tours, 405],
    ['DELETE', tours, 405],
    ['POST', availability, 405],
    ['PUT', config, 405],
    ['POST', '/healthz', 405],
  ])('answers %s %s with %i, as JSON', async (method, path, status) => {
    const init = method === 'POST' ? { method, headers: json, body: '{}' } : { method };
    const code = status === 404 ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED';
    expect(await codeFor(path, init)).toEqual([status, code]);
  });

  it('shows nothing internal when something breaks inside', async () => {
    const startsAt = await freeTime(world);
    const mend = await breakBookings(world, 'secret inside');
    const broken = await world.book({ startsAt, ...someone() });
    await mend();
    expect(broken.status).toBe(500);
    expect(broken.error).toEqual({
      code: 'INTERNAL',
      message: 'Something went wrong on our side. Please try again.',
      requestId: broken.headers.get('x-request-id'),
    });
  });
});
