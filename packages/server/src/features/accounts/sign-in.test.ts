import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Me } from '@luma-leasing/types/member';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMember } from '../../../test/create-member.ts';
import { browserOf, cookieOf, ownPage, password, trySignIn } from '../../../test/members.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { createApp } from '../../app.ts';
import { asAuth } from '../../db/scope.ts';
import { accounts, sessions } from '../../db/tables/accounts.ts';
import { createAuth } from './auth.ts';

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

const countSessions = () => asAuth(world.ctx.db, (tx) => tx.$count(sessions));

describe('signing in [M1]', () => {
  it('begins a session that only the browser holds', async () => {
    const email = await newPerson('one@example.com');
    const answer = await trySignIn(world, { email: ' One@Example.com' });
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [cookie, ...others] = answer.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^luma\.session_token=/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure|Domain/);
    const shown = await browserOf(world, email, cookieOf(answer)).get(me);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(((await shown.json()) as Me).user.email).toBe(email);
  });

  it('binds the cookie to https if the server has https', async () => {
    const email = await newPerson('secure@example.com');
    const config = { ...world.ctx.config, APP_URL: 'https://tours.example' };
    const auth = createAuth(config, world.ctx.db, world.ctx.log);
    const answer = await createApp({ ...world.ctx, config, auth }).request(
      '/api/auth/sign-in/email',
      {
        method: 'POST',
        headers: { ...ownPage, Origin: config.APP_URL },
        body: JSON.stringify({ email, password }),
      },
    );
    expect(answer.headers.get('set-cookie')).toMatch(/^__Secure-luma\.session_token=.*; Secure/);
  });

  it('answers a wrong password and an unknown address in the same way', async () => {
    const email = await newPerson('two@example.com');
    const before = await countSessions();
    const wrong = await trySignIn(world, { email, password: 'guess' });
    const unknown = await trySignIn(world, { email: 'nobody@example.com' });
    const bodies = (await Promise.all([wrong.json(), unknown.json()])) as ErrorBody[];
    for (const body of bodies) delete body.error.requestId;
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(bodies[0]).toEqual(bodies[1]);
    expect(bodies[0]!.error.code).toBe('UNAUTHENTICATED');
    expect(wrong.headers.getSetCookie()).toEqual([]);
    expect(await countSessions()).toBe(before);
  });

  it.each([[{}], [{ email: 1 }], [{ email: 'x@example.com', password: '' }], [[]], ['hello']])(
    'refuses what is no sign-in: %j',
    async (body) => {
      const answer = await world.request('/api/auth/sign-in/email', {
        method: 'POST',
        headers: ownPage,
        body: JSON.stringify(body),
      });
      expect(await codeOf(answer)).toEqual([422, 'INVALID_REQUEST']);
    },
  );

  it.each(['not an address', "' or 1=1 --", '%@example.com'])(
    'knows nobody called %s',
    async (email) => {
      expect(await codeOf(await trySignIn(world, { email }))).toEqual([401, 'UNAUTHENTICATED']);
    },
  );

  it('keeps passwords as hashes', async () => {
    const rows = await asAuth(world.ctx.db, (tx) => tx.select().from(accounts));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it.each(['sign-up/email', 'get-session', 'error', 'update-user', 'ok'])(
    'offers nothing that is not ours: %s',
    async (path) => {
      const body = { email: 'new@example.com', password, name: 'New' };
      const init = { method: 'POST', headers: ownPage, body: JSON.stringify(body) };
      expect(await codeOf(await world.request(`/api/auth/${path}`, init))).toEqual([
        404,
        'NOT_FOUND',
      ]);
    },
  );

  it('lets nobody sign up, also not by calling better-auth directly', async () => {
    const body = { email: 'new@example.com', password, name: 'New' };
    await expect(world.ctx.auth.api.signUpEmail({ body })).rejects.toThrow(/sign up/i);
  });
});
