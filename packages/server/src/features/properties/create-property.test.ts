import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../../test/world.ts';
import { asSystem } from '../../db/scope.ts';
import { properties } from '../../db/tables/properties.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

it('makes all of a property, or nothing', async () => {
  const slug = 'half-made';
  // No number of the database's is that large: its people cannot be written.
  const agents = [{ name: 'Kim', email: 'kim@example.com', dailyCap: 3_000_000_000 }];
  await expect(world.addProperty({ slug, key: 'pk_half', agents })).rejects.toThrow();
  const made = await asSystem(world.ctx.db, (tx) =>
    tx.select().from(properties).where(eq(properties.slug, slug)),
  );
  expect(made).toEqual([]);
  await world.addProperty({ slug, key: 'pk_half' });
});
