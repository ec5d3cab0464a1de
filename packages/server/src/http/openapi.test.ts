import { errorCodes, errorStatus } from '@luma-leasing/types/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../test/world.ts';

interface Answer {
  description?: string;
  content?: Record<string, { schema: unknown }>;
}
interface Operation {
  summary?: string;
  responses: Record<string, Answer>;
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: unknown;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

let world: World;
let document: Document;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  document = (await (await world.app.request('/openapi.json')).json()) as Document;
});
afterAll(() => world.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

it('is an OpenAPI 3.1 document whose references exist', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info.title).toBe('LumaLeasing');
  expect(document.servers).toEqual([{ url: world.ctx.config.APP_URL }]);
  for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g))
    expect(
      pointer!
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document),
      pointer,
    ).toBeDefined();
  // OpenAPI 3.0 had this keyword; 3.1 has not.
  expect(JSON.stringify(document)).not.toContain('"nullable"');
  for (const { path, method, operation } of operations()) {
    const name = `${method} ${path}`;
    expect(operation.summary, name).toBeTruthy();
    expect(
      Object.keys(operation.responses).some((status) => /^[23]/.test(status)),
      name,
    ).toBe(true);
    for (const answer of Object.values(operation.responses))
      expect(answer.description, name).toBeTruthy();
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const declared = operation.parameters?.filter((one) => one.in === 'path') ?? [];
    expect(
      declared.map((one) => one.name),
      name,
    ).toEqual(inPath);
  }
});

it('names one address by one template', () => {
  const templates = Object.keys(document.paths);
  const addresses = templates.map((path) => path.replace(/\{\w+\}/g, '{}'));
  expect(addresses.toSorted()).toEqual([...new Set(addresses)].toSorted());
});

it('says of an operator’s route what its path names, and no refusal that cannot be', () => {
  const ofOperators = operations().filter(({ path }) => path.startsWith('/api/admin/'));
  expect(ofOperators.length).toBeGreaterThan(15);
  for (const { path, method, operation } of ofOperators) {
    const name = `${method} ${path}`;
    const parameters = operation.parameters ?? [];
    for (const one of parameters)
      expect([name, one.name, one.description]).not.toContain(undefined);
    const canBeWrong = parameters.length > 0 || operation.requestBody !== undefined;
    expect([name, '422' in operation.responses]).toEqual([name, canBeWrong]);
  }
  const statuses = (method: string, path: string) =>
    Object.keys(document.paths[`/api/admin${path}`]![method]!.responses).join(' ');
  expect(statuses('get', '/organizations')).toBe('200 401 403 422 429 500 503');
  expect(statuses('put', '/organizations/{organization}')).not.toContain('404');
  expect(statuses('get', '/properties/{property}')).toContain('404');
});

it('lists every route of the API', () => {
  const served = world.app.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/api\/.*[^*]$/.test(path))
    .map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
  const listed = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(served.length).toBeGreaterThan(8);
  expect(new Set(listed)).toEqual(new Set(served));
});

it('lists the headers of a push as the configured providers name them [C2]', () => {
  const push = document.paths['/api/lumaleasing/calendar/webhook']!['post']!;
  expect(push.parameters?.map(({ name, in: where, required }) => [name, where, required])).toEqual([
    ['x-goog-channel-id', 'header', false],
    ['x-goog-channel-token', 'header', false],
    ['x-goog-resource-id', 'header', false],
    ['x-goog-resource-state', 'header', false],
    ['x-goog-channel-expiration', 'header', false],
  ]);
});

it('lists every error code under its status', () => {
  const listed = new Map<string, Set<string>>();
  for (const { operation } of operations())
    for (const [status, answer] of Object.entries(operation.responses))
      for (const [code] of (answer.description ?? '').matchAll(
        /\b[A-Z]+(?:_[A-Z]+)+\b|\b[A-Z]{6,}\b/g,
      ))
        listed.set(code, (listed.get(code) ?? new Set()).add(status));
  // No route returns these: they are for requests without a route.
  const elsewhere = ['METHOD_NOT_ALLOWED'];
  for (const code of errorCodes.filter((one) => !elsewhere.includes(one)))
    expect([code, ...(listed.get(code) ?? [])]).toEqual([code, String(errorStatus[code])]);
});

it('can be browsed, without other servers', async () => {
  const page = await world.app.request('/docs');
  expect(page.status).toBe(200);
  const html = await page.text();
  expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((found) => found[1])).toEqual([
    '/docs/standalone.js',
    '/assets/docs.js',
  ]);
  expect((await world.app.request('/docs/standalone.js')).status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});
