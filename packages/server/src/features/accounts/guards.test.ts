import type { ErrorBody } from '@luma-leasing/types/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMember } from '../../../test/create-member.ts';
import { browserOf, ownPage, password, signIn, trySignIn } from '../../../test/members.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { createApp } from '../../app.ts';

const me = '/api/dashboard/me';
let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const codeOf = async (answer: Response) =>
  [answer.status, ((await answer.json()) as ErrorBody).error.code] as const;
const newPerson = async (email: string) => {
  await createMember(world.ctx, { property: 'maple-court', role: 'owner', email, password });
  return email;
};

describe('other sites', () => {
  const post = (headers: Record<string, string>, path = '/api/auth/sign-out') =>
    world.request(path, { method: 'POST', headers, body: '{}' });
  const json = { 'Content-Type': 'application/json' };

  it.each(['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/change-password'])(
    'cannot act for a visitor: %s',
    async (path) => {
      const { cookie } = await signIn(world, { role: 'owner' });
      const refused = (headers: Record<string, string>) =>
        post({ cookie, ...headers }, path).then(codeOf);
      const barred = [403, 'ORIGIN_NOT_ALLOWED'];
      expect(await refused({ ...json, Origin: 'https://evil.example' })).toEqual(barred);
      expect(await refused({ ...json, Origin: 'null' })).toEqual(barred);
      expect(await refused({ ...json, Origin: 'http://localhost:3000.evil.example' })).toEqual(
        barred,
      );
      expect(await refused({ ...json, 'Sec-Fetch-Site': 'cross-site' })).toEqual(barred);
      expect(await refused({ ...json, 'Sec-Fetch-Site': 'same-site' })).toEqual(barred);
      expect(await refused(json)).toEqual(barred);
      expect(await refused({ Origin: ownPage.Origin })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
      expect(await refused({ ...form, Origin: ownPage.Origin })).toEqual([
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ]);
      expect((await browserOf(world, '', cookie).get(me)).status).toBe(200);
    },
  );

  it('may not read what a member sees', async () => {
    const { cookie } = await signIn(world, { role: 'owner' });
    const headers = { cookie, Origin: 'https://evil.example' };
    const answer = await world.request(me, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('are recognized by Sec-Fetch-Site if there is no Origin', async () => {
    expect((await post({ ...json, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });
});

describe('guessing passwords', () => {
  const from = (address: string) => ({ 'X-Forwarded-For': address });
  /** The statuses of this many guesses, sent to two servers in turn. */
  const guess = async (
    count: number,
    email: (n: number) => string,
    address: (n: number) => string,
  ) => {
    const apps = [createApp(world.ctx), createApp(world.ctx)];
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) {
      const answer = await apps[n % 2]!.request('/api/auth/sign-in/email', {
        method: 'POST',
        headers: { ...ownPage, ...from(address(n)) },
        body: JSON.stringify({ email: email(n), password: 'guess' }),
      });
      statuses.push(answer.status);
    }
    return statuses.filter((status) => status === 401).length;
  };

  it('is limited across servers, from one address at one account', async () => {
    const email = await newPerson('target@example.com');
    expect(
      await guess(
        13,
        () => email,
        () => '198.51.100.1',
      ),
    ).toBe(10);
    const right = await trySignIn(world, { email }, from('198.51.100.1'));
    expect(await codeOf(right)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    // Guessing does not lock others out.
    expect((await trySignIn(world, { email }, from('198.51.100.2'))).status).toBe(200);
  });

  it('is limited from one address, also over many accounts', async () => {
    const passed = await guess(
      53,
      (n) => `p${n}@example.com`,
      () => '198.51.100.3',
    );
    expect(passed).toBe(50);
  });

  it('does not include people who know their password', async () => {
    const email = await newPerson('often@example.com');
    for (let n = 0; n < 12; n++)
      expect((await trySignIn(world, { email }, from('198.51.100.4'))).status).toBe(200);
  });
});
