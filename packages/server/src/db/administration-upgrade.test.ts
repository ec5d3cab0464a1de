import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keyNameSchema, slugSchema, type Key } from '@luma-leasing/types/admin';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operator } from '../../test/operator.ts';
import { createWorld, type World } from '../../test/world.ts';

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** A migration's statements. */
const migration = (name: string) => {
  const file = readdirSync(folder).find((one) => one.endsWith(`${name}.sql`))!;
  return readFileSync(`${folder}/${file}`, 'utf8').split('--> statement-breakpoint');
};

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const long = 'Oak '.repeat(24).trim();
/** Names of organizations, and which slug each gets. */
const organizations: [string, unknown][] = [
  ['Oak Homes', 'oak-homes'],
  ['Oak  Homes!', 'oak-homes-2'],
  // What the second would be called if nobody had that name.
  ['Oak Homes 2', 'oak-homes-2-2'],
  [long, 'oak-'.repeat(15).slice(0, -1)],
  [`${long} again`, `${'oak-'.repeat(14)}oa-2`],
  ['– Ümit & Söhne –', 'mit-s-hne'],
  ['樫の家', expect.stringMatching(/^[\da-f-]{36}$/)],
];
/** Keys, oldest first; whether each works, and its name. */
const keys: [string, boolean, string][] = [
  ['pk_ended', false, 'website-3'],
  ['pk_first', true, 'website'],
  ['pk_second', true, 'website-2'],
  ['pk_test_one', true, 'practice'],
  ['pk_test_two', true, 'practice-2'],
];

it('names what had no name, so that the API reaches each by itself [P10]', async () => {
  const { organizationId, propertyId } = world.scope;
  await world.database.asSuperuser('drop trigger announce_change on api_keys');
  for (const change of [
    'drop index profiles_by_email',
    'alter table organizations drop column slug',
    'alter table api_keys drop column name',
    'delete from api_keys',
  ])
    await world.database.asSuperuser(change);
  await world.database.asSuperuser(
    `update profiles set email = 'Maya@Example.com' where not front_desk`,
  );
  for (const [n, [name]] of organizations.entries())
    await world.database.asSuperuser(
      `insert into organizations (name, created_at) values ('${name}', now() + interval '${n} s')`,
    );
  for (const [n, [key, works]] of keys.entries())
    await world.database.asSuperuser(`insert into api_keys
      (key, organization_id, property_id, allowed_origins, created_at, expires_at)
      values ('${key}', '${organizationId}', '${propertyId}', '["https://${n}.example"]',
        now() + interval '${n} s', ${works ? 'null' : `now() - interval '1 s'`})`);

  for (const name of ['administration', 'administration_guards'])
    await world.ctx.db.transaction(async (tx) => {
      for (const statement of migration(`_${name}`)) await tx.execute(sql.raw(statement));
    });

  const rows = await world.database.asSuperuser('select name, slug from organizations');
  const slugs = new Map(rows.map((row) => [row['name'], String(row['slug'])]));
  for (const [name, slug] of organizations) expect([name, slugs.get(name)]).toEqual([name, slug]);
  for (const slug of slugs.values()) expect(slugSchema.parse(slug)).toBe(slug);

  const ask = operator(world);
  const agent = 'properties/maple-court/agents/maya@example.com';
  expect(await ask('PUT', agent, {})).toMatchObject({ change: 'unchanged' });
  const { items } = (await ask('GET', 'properties/maple-court/keys')) as unknown as {
    items: Key[];
  };
  expect(new Map(items.map((one) => [one.key, one.name]))).toEqual(
    new Map(keys.map(([key, , name]) => [key, name])),
  );
  for (const { name } of items) expect(keyNameSchema.parse(name)).toBe(name);
  // Each by itself: the second's origins stay.
  const path = 'properties/maple-court/keys/website';
  const changed = await ask('PUT', path, { allowedOrigins: ['https://new.example'] });
  expect(changed).toMatchObject({ change: 'changed', key: 'pk_first' });
  expect(await ask('PUT', `${path}-2`, {})).toMatchObject({
    change: 'unchanged',
    key: 'pk_second',
  });
  expect(await ask('POST', `${path}/rotate`)).toMatchObject({ change: 'created', old: 'pk_first' });
});
