import type { ErrorBody } from '@luma-leasing/types/errors';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOf, cookieOf, password, signIn, trySignIn } from '../../../test/members.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asAuth } from '../../db/scope.ts';
import { sessions, users } from '../../db/tables/accounts.ts';
import { deleteOldRows } from '../../jobs/housekeeping.ts';

const me = '/api/dashboard/me';
let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const codeOf = async (answer: Response) =>
  [answer.status, ((await answer.json()) as ErrorBody).error.code] as const;
const sessionsOf = (email: string) =>
  asAuth(world.ctx.db, (tx) =>
    tx
      .select({ id: sessions.id, expiresAt: sessions.expiresAt })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(users.email, email)),
  );

describe('a session', () => {
  it('ends by signing out, also for somebody who kept the cookie', async () => {
    const person = await signIn(world, { role: 'owner' });
    const out = await person.post('/api/auth/sign-out');
    expect([out.status, await out.json()]).toEqual([200, { success: true }]);
    expect(out.headers.get('set-cookie')).toMatch(/^luma\.session_token=;.*Max-Age=0/);
    expect(await codeOf(await person.get(me))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await sessionsOf(person.email)).toEqual([]);
    expect((await person.post('/api/auth/sign-out')).status).toBe(200);
  });

  it('expires, and is deleted', async () => {
    const person = await signIn(world, { role: 'owner' });
    await asAuth(world.ctx.db, (tx) =>
      tx.update(sessions).set({ expiresAt: new Date(Date.now() - 1) }),
    );
    expect(await codeOf(await person.get(me))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await sessionsOf(person.email)).toEqual([]);
  });

  it('is deleted after it expired, also if nobody uses its cookie again', async () => {
    const person = await signIn(world, { role: 'owner' });
    const expiresAt = new Date(world.clock.now() - 86_400_001);
    await asAuth(world.ctx.db, (tx) => tx.update(sessions).set({ expiresAt }));
    await deleteOldRows(world.ctx);
    expect(await sessionsOf(person.email)).toEqual([]);
  });

  it('lives on while it is used', async () => {
    const person = await signIn(world, { role: 'owner' });
    const soon = Date.now() + 2 * 86_400_000;
    await asAuth(world.ctx.db, (tx) => tx.update(sessions).set({ expiresAt: new Date(soon) }));
    const answer = await person.get(me);
    expect(answer.headers.get('set-cookie')).toMatch(/^luma\.session_token=.*Max-Age=604800/);
    const [session] = await sessionsOf(person.email);
    expect(session!.expiresAt.getTime()).toBeGreaterThan(soon + 4 * 86_400_000);
  });

  it.each(['', 'luma.session_token=', 'luma.session_token=made-up', 'better-auth.session_token=x'])(
    'is not begun by a cookie of one’s own making: %s',
    async (cookie) => {
      expect(await codeOf(await browserOf(world, '', cookie).get(me))).toEqual([
        401,
        'UNAUTHENTICATED',
      ]);
    },
  );

  it('is signed: the database’s value alone is no valid cookie', async () => {
    const person = await signIn(world, { role: 'owner' });
    const [row] = await asAuth(world.ctx.db, (tx) =>
      tx.select({ token: sessions.token }).from(sessions),
    );
    const forged = [row!.token, `${row!.token}.${'A'.repeat(43)}=`];
    for (const value of forged) {
      const cookie = `luma.session_token=${encodeURIComponent(value)}`;
      expect((await browserOf(world, person.email, cookie).get(me)).status).toBe(401);
    }
  });
});

describe('another password', () => {
  const other = 'another password';
  const change = '/api/auth/change-password';

  it('replaces the old one, and every other session ends', async () => {
    const person = await signIn(world, { role: 'owner' });
    const { email } = person;
    const elsewhere = browserOf(world, email, cookieOf(await trySignIn(world, { email })));
    const answer = await person.post(change, { currentPassword: password, newPassword: other });
    expect(answer.status).toBe(200);
    expect((await browserOf(world, email, cookieOf(answer)).get(me)).status).toBe(200);
    expect((await elsewhere.get(me)).status).toBe(401);
    expect((await trySignIn(world, { email })).status).toBe(401);
    expect((await trySignIn(world, { email, password: other })).status).toBe(200);
  });

  it('needs the current one, and must be long', async () => {
    const person = await signIn(world, { role: 'owner' });
    const wrong = await person.post(change, { currentPassword: 'guess', newPassword: other });
    expect(((await wrong.json()) as ErrorBody).error.issues).toMatchObject([
      { path: 'currentPassword' },
    ]);
    const short = await person.post(change, { currentPassword: password, newPassword: 'short' });
    expect(((await short.json()) as ErrorBody).error.issues).toMatchObject([
      { path: 'newPassword' },
    ]);
    expect((await trySignIn(world, { email: person.email })).status).toBe(200);
  });
});
