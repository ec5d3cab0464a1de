import { afterAll, beforeAll, expect, it } from 'vitest';
import { newProperty, operator } from '../../../test/operator.ts';
import { createWorld, type World } from '../../../test/world.ts';

const organization = 'oak-homes';
let world: World;
let ask: ReturnType<typeof operator>;
const numbers = [1, 2, 3, 4, 5];
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  ask = operator(world);
  for (const n of numbers) await ask('PUT', `organizations/oak-${n}`, { name: `Oak ${n}` });
  await ask('PUT', `organizations/${organization}`, { name: 'Oak Homes' });
  for (const n of numbers) {
    await ask('PUT', `properties/oak-${n}`, { ...newProperty, organization });
    await ask('PUT', `members/m${n}@example.com`, { organization, role: 'owner' });
    await ask('PUT', `properties/oak-1/agents/a${n}@example.com`, { name: `A ${6 - n}` });
    await ask('PUT', `properties/oak-1/keys/k${n % 3}`, {});
    await ask('POST', `properties/oak-1/keys/k${n % 3}/rotate`);
  }
});
afterAll(() => world.stop());

const page = async (path: string) => {
  const { items, next } = await ask('GET', path);
  return { items: items as Record<string, unknown>[], next: next as string | null };
};

it.each([
  ['organizations', 'slug'],
  ['properties', 'slug'],
  [`properties?organization=${organization}`, 'slug'],
  [`organizations/${organization}/members`, 'email'],
  ['properties/oak-1/agents', 'email'],
  ['properties/oak-1/keys', 'key'],
])('%s come in pages, which together are all of them, once [P10]', async (path, name) => {
  const whole = await page(path);
  expect(whole.next).toBeNull();
  expect(whole.items.length).toBeGreaterThan(4);
  const and = path.includes('?') ? '&' : '?';
  const walked: unknown[] = [];
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const { items, next } = await page(`${path}${and}limit=2${query}`);
    expect(items.length).toBeLessThanOrEqual(2);
    walked.push(...items);
    after = next;
  } while (after !== null);
  expect(walked).toEqual(whole.items);
  expect(new Set(whole.items.map((one) => one[name])).size).toBe(whole.items.length);
});

it('have a largest page, and only the main fields of each item', async () => {
  for (const limit of ['0', '201', 'all'])
    expect((await ask('GET', `organizations?limit=${limit}`)).status).toBe(422);
  expect((await page('properties')).items[0]).toEqual({
    slug: 'maple-court',
    organization: expect.any(String),
    name: 'Maple Court',
    timezone: 'America/Chicago',
  });
});

it('of members need one SQL parameter, however many members there are', async () => {
  // More than the 65,535 parameters that a statement may have.
  await world.database.asSuperuser(`with people as (
      insert into users (name, email) select 'Many', 'many' || n || '@example.com'
      from generate_series(1, 66000) n returning id)
    insert into members (organization_id, user_id, role)
      select o.id, p.id, 'owner' from people p, organizations o where o.slug = '${organization}'`);
  const { items } = await page(`organizations/${organization}/members?limit=200`);
  expect(items).toHaveLength(200);
});
