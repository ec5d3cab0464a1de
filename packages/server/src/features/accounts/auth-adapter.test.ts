import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../../test/world.ts';
import { asAuth } from '../../db/scope.ts';
import { users } from '../../db/tables/accounts.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const person = (name: string) => ({
  model: 'user',
  data: { name, email: `${name}@example.com`, emailVerified: false },
});
const names = () =>
  asAuth(world.ctx.db, async (tx) => (await tx.select().from(users)).map(({ name }) => name));

it('runs every statement with the role of signing in', async () => {
  // This column notes the role of each write. A missing role would not fail: the tables' owner needs no grants.
  await world.ctx.db.execute('alter table users add column written_by text default current_user');
  const { adapter } = await world.ctx.auth.$context;
  await adapter.create(person('plain'));
  await adapter.transaction(async (within) => {
    await within.create(person('within'));
  });
  expect(await world.database.asSuperuser('select distinct written_by from users')).toEqual([
    { written_by: 'luma_auth' },
  ]);
  expect(await adapter.count({ model: 'user' })).toBe(2);
});

it('rolls a whole transaction back', async () => {
  const { adapter } = await world.ctx.auth.$context;
  const failing = adapter.transaction(async (within) => {
    await within.create(person('undone'));
    expect(await within.count({ model: 'user' })).toBe(3);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await names()).toEqual(['plain', 'within']);
});
