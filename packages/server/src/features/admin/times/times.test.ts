import { afterAll, beforeAll, expect, it } from 'vitest';
import { newProperty, operator } from '../../../../test/operator.ts';
import { createWorld, type World } from '../../../../test/world.ts';

let world: World;
let ask: ReturnType<typeof operator>;
let properties = 0;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  ask = operator(world);
  await ask('PUT', 'organizations/oak-homes', { name: 'Oak Homes' });
});
afterAll(() => world.stop());

/** A property without agents, with a key. */
async function property() {
  const path = `properties/oak-${++properties}`;
  await ask('PUT', path, newProperty);
  const { key } = await ask('PUT', `${path}/keys/website`, {});
  return {
    path,
    put: async (date: string, body: object) => {
      const { change, error } = await ask('PUT', `${path}/times/${date}`, body);
      return change ?? [error?.code, error?.message];
    },
    listed: async (query = '') => {
      const { items, next, error } = await ask('GET', `${path}/times${query}`);
      return error ? error.code : { items, next };
    },
    offered: async () => {
      const { slotsByDate } = await world.availability('?days=14', { 'X-API-Key': String(key) });
      return Object.entries(slotsByDate ?? {}).flatMap(([date, slots]) =>
        slots.map(({ time, startsAt }) => `${date} ${time} ${startsAt}`),
      );
    },
  };
}
const solo = 'solo@example.com';

it('the front desk’s can be deleted also after an agent was added [A2]', async () => {
  const { path, put, offered } = await property();
  const ten = '2026-01-28 10:00 2026-01-28T17:00:00Z';
  expect(await put('2026-01-28', { times: ['10:00'] })).toBe('created');
  await ask('PUT', `${path}/agents/${solo}`, { name: 'Solo' });
  expect(await offered()).toEqual([ten]);
  // A request without an agent could mean either of the two.
  const whose = [
    'INVALID_REQUEST',
    'Say whose times: on 2026-01-28 there may be solo@example.com or the front desk.',
  ];
  expect(await put('2026-01-28', { times: [] })).toEqual(whose);
  expect(await put('2026-01-28', { times: ['12:00'] })).toEqual(whose);
  expect(await put('2026-01-29', { times: ['12:00'] })).toBe('created');
  expect(await put('2026-01-29', { times: [] })).toBe('changed');
  expect(await put('2026-01-28', { agent: null, times: [] })).toBe('changed');
  expect(await offered()).toEqual([]);
  expect(await put('2026-01-28', { times: ['12:00'] })).toBe('created');
});

it('stay at their time of day when the property’s zone is corrected [A4]', async () => {
  const { path, put, listed, offered } = await property();
  // An hour apart: in the other zone one gets the instant that the other had.
  await put('2026-01-28', { times: ['10:00', '11:00'] });
  // In this night Denver’s clocks go forward, and Tokyo’s do not.
  await put('2026-03-08', { times: ['01:30', '03:30'] });
  const before = await listed('?days=60');
  expect(before).toMatchObject({ items: [{ date: '2026-01-28' }, { date: '2026-03-08' }] });
  expect(await ask('PUT', path, { timezone: 'America/Chicago' })).toMatchObject({
    change: 'changed',
  });
  expect(await offered()).toEqual([
    '2026-01-28 10:00 2026-01-28T16:00:00Z',
    '2026-01-28 11:00 2026-01-28T17:00:00Z',
  ]);
  for (const timezone of ['Asia/Tokyo', 'America/Denver']) {
    await ask('PUT', path, { timezone });
    expect(await listed('?days=60')).toEqual(before);
  }
});

it.each(['2028-01-27', '2200-01-01', '5000-01-01', '9999-12-31'])(
  'nobody plans as far ahead as %s',
  async (date) => {
    const { put, listed } = await property();
    expect(await put(date, { times: ['13:00'] })).toEqual([
      'INVALID_REQUEST',
      `${date} is too far ahead: 2028-01-26 is the last date.`,
    ]);
    expect(await listed(`?from=${date}`)).toBe('INVALID_REQUEST');
  },
);

it('are listed in pages, each of which tells where the next one begins', async () => {
  const { put, listed } = await property();
  const [soon, later, last] = ['2026-01-26', '2026-03-02', '2028-01-26'];
  for (const date of [soon, later, last])
    expect(await put(date, { times: ['10:00'] })).toBe('created');
  const item = (date: string) => ({ date, agent: null, times: ['10:00'] });
  expect(await listed()).toEqual({ items: [item(soon)], next: later });
  expect(await listed(`?from=${later}`)).toEqual({ items: [item(later)], next: last });
  expect(await listed(`?from=${last}`)).toEqual({ items: [item(last)], next: null });
  expect(await listed('?from=2020-01-01&days=92')).toMatchObject({
    items: [item(soon), item(later)],
  });
  expect(await listed('?days=93')).toBe('INVALID_REQUEST');
});
