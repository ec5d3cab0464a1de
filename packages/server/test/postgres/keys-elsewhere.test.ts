import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createContext, type Context } from '../../src/context.ts';
import { eventually } from '../eventually.ts';
import { operator } from '../operator.ts';
import { createWorld, type World } from '../world.ts';

const page = 'https://www.oak.example';
const website = 'properties/maple-court/keys/website';
let world: World;
let other: Context;
let ask: ReturnType<typeof operator>;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  other = await createContext(world.ctx.config, { clock: world.clock });
  await other.changes.start();
  ask = operator(world);
});
afterAll(async () => {
  await other.database.close();
  await world.stop();
});

it('a key’s new origins and its end are heard by a server that keeps what it knew of it [P2]', async () => {
  const elsewhere = createApp(other);
  const use = async (key: string, origin: string) => {
    const headers = { 'X-API-Key': key, Origin: origin };
    return (await elsewhere.request('/api/lumaleasing/config', { headers })).status;
  };
  const { key: made } = await ask('PUT', website, { allowedOrigins: [page] });
  const key = String(made);
  expect(await use(key, page)).toBe(200);
  await ask('PUT', website, { allowedOrigins: ['https://shop.oak.example'] });
  // The clock stands still: what is kept does not get old.
  await eventually(async () => expect(await use(key, page)).toBe(403));
  expect(await use(key, 'https://shop.oak.example')).toBe(200);
  await ask('DELETE', `${website}/${key}`);
  await eventually(async () => expect(await use(key, 'https://shop.oak.example')).toBe(401));
});
