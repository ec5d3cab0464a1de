import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileOf } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { operator } from '../../../test/operator.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { createWorld, type World } from '../../../test/world.ts';

const property = 'properties/maple-court';
let world: World;
let ask: ReturnType<typeof operator>;
let agent: string;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.ctx.changes.start();
  ask = operator(world);
  agent = (await profileOf(world, agentAccount)).id;
});
afterAll(() => world.stop());

/** Waits until this process has heard all announcements of changes. */
async function allHeard(): Promise<number> {
  const { changes, db } = world.ctx;
  const [mark, before] = [crypto.randomUUID(), changes.position()];
  await db.execute(sql`select pg_notify('luma_changed', ${mark})`);
  await eventually(() => expect(changes.hasChanged([mark], before)).toBe(true));
  return changes.position();
}

const agentPath = `${property}/agents/${agentAccount}`;
it.each<[string, string, object | undefined, boolean]>([
  ['PUT', agentPath, { dailyCap: 3 }, true],
  ['PUT', agentPath, { dailyCap: 3 }, false],
  ['DELETE', agentPath, undefined, true],
  ['DELETE', agentPath, undefined, false],
  // A key names the caller, and changes no answer.
  ['PUT', `${property}/keys/shop`, { allowedOrigins: [] }, false],
  ['PUT', `${property}/keys/shop`, { allowedOrigins: ['https://shop.example'] }, false],
  ['POST', `${property}/keys/shop/rotate`, undefined, false],
  ['PUT', property, { settings: { bufferMinutes: 20 } }, true],
  ['PUT', property, { settings: { bufferMinutes: 20 } }, false],
])('%s %s %j: kept answers are dropped only for what changes them: %s', async (...asked) => {
  const [method, path, body, drops] = asked;
  const before = await allHeard();
  expect((await ask(method, path, body)).status).toBe(200);
  await allHeard();
  expect(world.ctx.changes.hasChanged([world.scope.propertyId, agent], before)).toBe(drops);
});

it('kept answers are not dropped when a key is revoked', async () => {
  const { key } = await ask('PUT', `${property}/keys/shop`, {});
  const before = await allHeard();
  expect((await ask('DELETE', `${property}/keys/shop/${String(key)}`)).change).toBe('changed');
  await allHeard();
  expect(world.ctx.changes.hasChanged([world.scope.propertyId, agent], before)).toBe(false);
});
