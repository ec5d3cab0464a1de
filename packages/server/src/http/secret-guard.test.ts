import { afterAll, beforeAll, expect, it } from 'vitest';
import { newProperty, operator } from '../../test/operator.ts';
import { createWorld, testSettings, type World } from '../../test/world.ts';
import { createLog } from '../lib/log.ts';

const lines: Record<string, unknown>[] = [];
let world: World;
beforeAll(async () => {
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  world = await createWorld({
    jobs: false,
    overrides: { log: createLog('info', { write }) },
  });
});
afterAll(() => world.stop());

const knock = async (path: string, secret: string | undefined, address: string) => {
  const headers = {
    'X-Forwarded-For': address,
    ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }),
  };
  const answer = await world.app.request(path, { headers });
  return answer.status;
};
const linesOf = (msg: string) => lines.filter((line) => line['msg'] === msg);

it.each([
  ['/api/admin/organizations', 'ADMIN_SECRET'],
  ['/api/cron/housekeeping', 'CRON_SECRET'],
] as const)(
  'guesses at the secret of %s are logged, and refused for a while [P10]',
  async (path, name) => {
    lines.length = 0;
    const address = `guesser at ${name}`;
    for (let guess = 0; guess < 30; guess++)
      expect(await knock(path, `guess ${guess}`, address)).toBe(401);
    expect(await knock(path, 'guess 31', address)).toBe(429);
    // Not even the right one: who guesses on must not learn it.
    expect(await knock(path, testSettings[name], address)).toBe(429);
    expect(await knock(path, testSettings[name], 'elsewhere')).toBe(200);
    const logged = linesOf('a wrong secret was refused');
    expect(logged).toHaveLength(30);
    expect(logged[0]).toMatchObject({ level: 40, setting: name, address });
    expect(JSON.stringify(lines)).not.toContain('guess 1');
  },
);

it('whoever sends no secret is no guesser, but is not served without end either', async () => {
  lines.length = 0;
  for (let ask = 0; ask < 30; ask++)
    expect(await knock('/api/admin/organizations', undefined, 'a crawler')).toBe(401);
  expect(await knock('/api/admin/organizations', undefined, 'a crawler')).toBe(429);
  expect(linesOf('a wrong secret was refused')).toEqual([]);
});

it('what the operator changes leaves a line: what, to what, and what became of it [B6]', async () => {
  const ask = operator(world);
  lines.length = 0;
  await ask('PUT', 'organizations/oak-homes', { name: 'Oak Homes' });
  await ask('PUT', 'properties/oak-place', newProperty);
  await ask('PUT', 'members/kim@example.com', { organization: 'oak-homes', role: 'owner' });
  const { url } = await ask('POST', 'members/kim@example.com/reset-link');
  await ask('DELETE', 'members/kim@example.com');
  const { key } = await ask('PUT', 'properties/oak-place/keys/website', {});
  // Neither what is only read nor what is refused.
  await ask('GET', 'organizations');
  await ask('PUT', 'members/kim@example.com', { role: 'owner' });
  const by = { level: 30, actor: 'operator', via: 'admin' };
  const member = '/api/admin/members/kim@example.com';
  expect(linesOf('administration')).toMatchObject([
    { ...by, whom: '/api/admin/organizations/oak-homes', change: 'created' },
    { ...by, whom: '/api/admin/properties/oak-place', change: 'created' },
    { ...by, did: 'PUT /api/admin/members/:email', whom: member, change: 'created' },
    { ...by, did: 'POST /api/admin/members/:email/reset-link', whom: member + '/reset-link' },
    { ...by, did: 'DELETE /api/admin/members/:email', whom: member, change: 'changed' },
    { ...by, whom: '/api/admin/properties/oak-place/keys/website', change: 'created' },
  ]);
  expect(JSON.stringify(lines)).not.toContain(String(url).split('/').at(-1));
  expect(JSON.stringify(lines)).not.toContain(String(key));
});
