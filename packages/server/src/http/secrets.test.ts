import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, testSettings, type World } from '../../test/world.ts';

interface Document {
  paths: Record<string, Record<string, { security?: Record<string, unknown>[] }>>;
}

let world: World;
let routes: { path: string; method: string; opensFor: string[] }[];
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  const { paths } = (await (await world.app.request('/openapi.json')).json()) as Document;
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security = [] }]) => ({
      path,
      method: method.toUpperCase(),
      opensFor: security.flatMap((one) => Object.keys(one)),
    })),
  );
});
afterAll(() => world.stop());

const ask = async (path: string, method: string, secret: string) => {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
  const body = method === 'GET' ? {} : { body: '{}' };
  return (await world.request(path, { method, headers, ...body })).status;
};

it('the scheduler’s secret starts sweeps, but creates no owner and no link [P10]', async () => {
  const administration = routes.filter((route) => route.opensFor.includes('admin'));
  const paths = administration.map((route) => route.path);
  expect(paths).toContain('/api/admin/members/{email}');
  expect(paths).toContain('/api/admin/properties/{property}/agents/{email}/connect-link');
  for (const { path, method } of administration) {
    expect(await ask(path, method, testSettings.CRON_SECRET), path).toBe(401);
    expect(await ask(path, method, testSettings.ADMIN_SECRET), path).not.toBe(401);
  }
});

it('the administrator’s secret starts no sweep', async () => {
  const schedules = routes.filter((route) => route.opensFor.includes('cron'));
  expect(schedules.length).toBeGreaterThan(10);
  for (const { path, method } of schedules)
    expect(await ask(path, method, testSettings.ADMIN_SECRET), path).toBe(401);
});

it('each of the two secrets opens its own path, and all paths under it', () => {
  const of = (folder: string) => routes.filter(({ path }) => path.startsWith(folder));
  for (const route of of('/api/admin/')) expect(route.opensFor, route.path).toEqual(['admin']);
  for (const route of of('/api/cron/')) expect(route.opensFor, route.path).toEqual(['cron']);
});
