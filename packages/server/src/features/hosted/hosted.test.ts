import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
});
afterAll(() => world.stop());

const open = async () => (await world.request('/book/maple-court')).text();
const value = (page: string, name: string) =>
  new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)?.[1] ?? '';

const send = (fields: Record<string, string>) =>
  world.request('/book/maple-court', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const person = { firstName: 'Ana', lastName: 'Díaz', email: 'ana@example.org' };

it('books by plain forms, once however often the form is sent [W17, B2]', async () => {
  const page = await open();
  expect(page).toContain('data-key="pk_live"');
  const form = {
    ...person,
    startsAt: value(page, 'startsAt'),
    idempotencyKey: value(page, 'idempotencyKey'),
  };
  const first = await send(form);
  const again = await send(form);
  expect([first.status, again.status]).toEqual([303, 303]);
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  const managed = await world.request(new URL(first.headers.get('location')!).pathname, {
    headers: { Accept: 'text/html' },
  });
  expect(await managed.text()).toContain('Your tour is booked');
  await vi.waitFor(async () => {
    const ours = (await world.sandbox.events()).filter((event) => event.extendedProperties);
    expect(ours).toHaveLength(1);
  });
});

it('keeps what was typed when it refuses, escaped, and says what is wrong', async () => {
  const refused = await send({ ...person, firstName: '"><script>', email: 'nonsense' });
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('Please choose a time.');
  expect(page).toContain('value="nonsense"');
  expect(page).not.toContain('"><script>');
});

it('counts one person as one, however they write themselves [B5]', async () => {
  const statuses = [];
  for (let n = 0; n < 12; n++) {
    const email = n % 2 ? 'flood@example.org' : 'Flood@Example.org';
    const refused = await send({ ...person, email, startsAt: '2020-01-01T00:00:00Z' });
    statuses.push(refused.status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
});

it('answers an unknown address with 404', async () => {
  expect((await world.request('/book/nowhere')).status).toBe(404);
});
