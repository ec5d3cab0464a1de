import type { ErrorBody } from '@luma-leasing/types/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdBooking } from '../../../test/hold-booking.ts';
import { eventually } from '../../../test/eventually.ts';
import { createWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ keys: ['pk_live', 'pk_test_maple'] });
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

it('books with plain forms, and once if a form is sent again [W17, B2]', async () => {
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
  await eventually(async () => {
    const ours = (await world.sandbox.events()).filter((event) => event.extendedProperties);
    expect(ours).toHaveLength(1);
  });
});

it('shows the typed values, escaped, with a refusal, and says what is wrong', async () => {
  const refused = await send({ ...person, firstName: '"><script>', email: 'nonsense' });
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('Please choose a time.');
  expect(page).toContain('value="nonsense"');
  expect(page).not.toContain('"><script>');
});

it('accepts the addresses that the API accepts, and lets only the server check them', async () => {
  const page = await open();
  expect(page).not.toContain('type="email"');
  const form = { ...person, email: 'ann&bob@bücher.example', startsAt: value(page, 'startsAt') };
  expect((await send(form)).status).toBe(303);
  const refused = await send({ ...form, email: 'jörg@example.org' });
  expect([refused.status, await refused.text()]).toEqual([
    422,
    expect.stringContaining('Please check your email address.'),
  ]);
});

it('books for a person with one name, and refuses a web address as a name', async () => {
  const page = await open();
  const { lastName: _none, ...one } = person;
  const form = { ...one, email: 'sukarno@example.org', startsAt: value(page, 'startsAt') };
  for (const name of [{ firstName: 'visit evil.example' }, { lastName: 'www.evil.example' }]) {
    const refused = await send({ ...form, ...name });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('Please enter your name alone'),
    ]);
  }
  const unnamed = await send({ ...form, firstName: ' ' });
  expect(await unnamed.text()).toContain('Please enter your first name.');
  expect((await send({ ...form, lastName: '' })).status).toBe(303);
});

it('counts a person once, however they spell their address [B5]', async () => {
  const statuses = [];
  for (let n = 0; n < 12; n++) {
    const email = n % 2 ? 'flood@example.org' : 'Flood@Example.org';
    const refused = await send({ ...person, email, startsAt: '2020-01-01T00:00:00Z' });
    statuses.push(refused.status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
});

it('books once if the button is pressed twice, whichever answer is shown [B2, W9]', async () => {
  const page = await open();
  const form = {
    ...person,
    email: 'twice@example.org',
    startsAt: value(page, 'startsAt'),
    idempotencyKey: value(page, 'idempotencyKey'),
  };
  await holdBooking(world);
  const first = send(form);
  await world.sandbox.struck();
  const second = await send(form);
  expect(second.status).toBe(409);
  const shown = await second.text();
  expect(shown).toContain('still being booked');
  expect(value(shown, 'idempotencyKey')).toBe(form.idempotencyKey);
  await world.sandbox.release();
  const booked = await first;
  expect(booked.status).toBe(303);
  const third = await send({ ...form, idempotencyKey: value(shown, 'idempotencyKey') });
  expect([third.status, third.headers.get('location')]).toEqual([
    303,
    booked.headers.get('location'),
  ]);
  const changed = await send({ ...form, firstName: 'Bea' });
  expect(changed.status).toBe(422);
  const anew = await changed.text();
  expect(anew).toContain('You changed something');
  expect(value(anew, 'idempotencyKey')).not.toBe(form.idempotencyKey);
});

describe('the page of a refusal', () => {
  const said = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    return [answer.status, /Code: (\w+)/.exec(await answer.text())?.[1]];
  };

  it('is shown for an unknown address', async () => {
    expect(await said(await world.request('/book/nowhere'))).toEqual([404, 'NOT_FOUND']);
  });

  it('is shown for a form that is too large', async () => {
    const answer = await send({ ...person, specialRequests: 'x'.repeat(70_000) });
    expect(await said(answer)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is shown after too many forms, valid or not', async () => {
    const sent = [];
    for (let n = 0; n < 31; n++)
      sent.push(
        await world.request('/book/maple-court', {
          method: 'POST',
          body: new URLSearchParams({}),
          headers: { 'X-Forwarded-For': 'a machine' },
        }),
      );
    expect(sent.slice(0, 30).every(({ status }) => status === 422)).toBe(true);
    expect(await said(sent[30]!)).toEqual([429, 'RATE_LIMITED']);
  });

  it('is shown at a limit, also on pages that a link opens; programs get JSON', async () => {
    const headers = { 'X-Forwarded-For': 'the-same-visitor', Accept: 'text/html' };
    const manage = '/api/lumaleasing/tours/manage/nonsense';
    for (let n = 0; n < 600; n++) await world.request(manage, { headers });
    for (const path of ['/book/maple-court', manage, '/api/lumaleasing/calendar/connect']) {
      const answer = await world.request(path, { headers });
      expect(answer.headers.get('retry-after')).toBeTruthy();
      expect(await said(answer)).toEqual([429, 'RATE_LIMITED']);
    }
    const program = await world.request(manage, { headers: { ...headers, Accept: '*/*' } });
    expect(((await program.json()) as ErrorBody).error.code).toBe('RATE_LIMITED');
  });
});

it('finds the page by the key that a script tag has, but not by a practice key', async () => {
  const found = await world.request('/book/by-key/pk_live', { redirect: 'manual' });
  expect([found.status, found.headers.get('location')]).toEqual([302, '/book/maple-court']);
  for (const key of ['pk_test_maple', 'pk_unknown', 'nonsense']) {
    const refused = await world.request(`/book/by-key/${key}`);
    expect([key, refused.status]).toEqual([key, 404]);
    expect(await refused.text()).toContain('There is no booking page at this address.');
  }
});
