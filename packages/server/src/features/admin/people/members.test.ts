import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Me } from '@luma-leasing/types/member';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOf, cookieOf, trySignIn } from '../../../../test/members.ts';
import { newProperty, operator } from '../../../../test/operator.ts';
import { createWorld, type World } from '../../../../test/world.ts';

const organization = 'oak-homes';
let world: World;
let ask: ReturnType<typeof operator>;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  ask = operator(world);
  await ask('PUT', 'organizations/oak-homes', { name: 'Oak Homes' });
  await ask('PUT', 'organizations/birch', { name: 'Birch' });
  for (const slug of ['oak-place', 'oak-annex'])
    await ask('PUT', `properties/${slug}`, newProperty);
  await ask('PUT', 'properties/oak-place/agents/sam@example.com', { name: 'Sam Reyes' });
});
afterAll(() => world.stop());

const put = async (email: string, body: object) => {
  const { change, status, error } = await ask('PUT', `members/${email}`, body);
  return change ?? [status, error?.code];
};
const listed = async () =>
  (await ask('GET', 'organizations/oak-homes/members'))['items'] as Record<string, unknown>[];
const linkOf = async (email: string) =>
  String((await ask('POST', `members/${email}/reset-link`))['url']).slice(
    world.ctx.config.APP_URL.length,
  );
const choose = (link: string, password: string, again = password) =>
  world.request(link, { method: 'POST', body: new URLSearchParams({ password, again }) });
const signsIn = async (email: string, password: string) => {
  const answer = await trySignIn(world, { email, password });
  return answer.status === 200 ? browserOf(world, email, cookieOf(answer)) : undefined;
};

describe('the operator creates accounts [P10]', () => {
  it('once, and changes their rights later', async () => {
    expect(await put('sam@example.com', { organization, role: 'agent' })).toBe('created');
    expect(await put('Sam@Example.com', { organization, role: 'agent' })).toBe('unchanged');
    expect(await put('kim@example.com', { organization, role: 'owner', name: 'Kim' })).toBe(
      'created',
    );
    const manager = { organization, role: 'manager', properties: ['oak-place', 'oak-annex'] };
    expect(await put('kim@example.com', manager)).toBe('changed');
    expect(await put('kim@example.com', { ...manager, name: 'Kim Lee' })).toBe('changed');
    expect(
      await put('kim@example.com', { ...manager, properties: ['oak-annex', 'oak-place'] }),
    ).toBe('unchanged');
    expect(await listed()).toEqual([
      {
        email: 'kim@example.com',
        name: 'Kim Lee',
        role: 'manager',
        properties: ['oak-annex', 'oak-place'],
        hasPassword: false,
      },
      {
        email: 'sam@example.com',
        name: 'Sam Reyes',
        role: 'agent',
        properties: null,
        hasPassword: false,
      },
    ]);
  });

  it('once, however many requests come at once', async () => {
    const make = () => put('twice@example.com', { organization, role: 'owner' });
    expect((await Promise.all([make(), make(), make()])).map(String).toSorted()).toEqual([
      'created',
      'unchanged',
      'unchanged',
    ]);
  });

  it('once, while somebody deletes them', async () => {
    const email = 'torn@example.com';
    const make = () => put(email, { organization, role: 'owner' });
    const take = async () => (await ask('DELETE', `members/${email}`)).change;
    for (let round = 0; round < 10; round++) {
      const changes = await Promise.all([make(), take(), make(), take()]);
      for (const change of changes) expect(['created', 'changed', 'unchanged']).toContain(change);
    }
    await take();
  });

  it('and leaves absent fields as they are', async () => {
    const manager = { role: 'manager', properties: ['oak-annex'] };
    expect(await put('kept@example.com', { organization, ...manager })).toBe('created');
    expect(await put('kept@example.com', { name: 'Kept' })).toBe('changed');
    expect(await put('kept@example.com', {})).toBe('unchanged');
    expect(await listed()).toContainEqual(
      expect.objectContaining({ email: 'kept@example.com', name: 'Kept', ...manager }),
    );
    expect(await put('kept@example.com', { properties: [] })).toEqual([422, 'INVALID_REQUEST']);
    expect(await put('kept@example.com', { role: 'owner' })).toBe('changed');
    expect(await put('kept@example.com', { properties: ['oak-place'] })).toEqual([
      422,
      'INVALID_REQUEST',
    ]);
    expect(await put('kept@example.com', { role: 'manager' })).toEqual([422, 'INVALID_REQUEST']);
  });

  it('also before their agents, and they still get the agents’ calendars', async () => {
    const email = 'early@example.com';
    await put(email, { organization, role: 'owner' });
    await choose(await linkOf(email), 'a password of theirs');
    const browser = (await signsIn(email, 'a password of theirs'))!;
    const profile = async () =>
      ((await (await browser.get('/api/dashboard/me')).json()) as Me).profile;
    expect(await profile()).toBeNull();
    await ask('PUT', `properties/oak-place/agents/${email}`, { name: 'Early Bird' });
    expect(await profile()).toMatchObject({ name: 'Early Bird', email });
  });

  it.each<[string, object, unknown]>([
    ['a@example.com', { organization: 'nowhere', role: 'owner' }, [404, 'NOT_FOUND']],
    ['a@example.com', { organization, role: 'agent' }, [404, 'NOT_FOUND']],
    // An agent of another organization.
    [
      'a@example.com',
      { organization, role: 'manager', properties: ['maple-court'] },
      [404, 'NOT_FOUND'],
    ],
    ['a@example.com', { organization }, [422, 'INVALID_REQUEST']],
    ['a@example.com', { role: 'owner' }, [422, 'INVALID_REQUEST']],
    ['a@example.com', { organization, role: 'manager' }, [422, 'INVALID_REQUEST']],
    [
      'a@example.com',
      { organization, role: 'owner', properties: ['oak-place'] },
      [422, 'INVALID_REQUEST'],
    ],
    ['a@example.com', { organization, role: 'king' }, [422, 'INVALID_REQUEST']],
    ['nobody', { organization, role: 'owner' }, [422, 'INVALID_REQUEST']],
    ['kim@example.com', { organization: 'birch', role: 'owner' }, [409, 'MEMBER_EXISTS']],
  ])('%s is not %j', async (email, body, expected) => {
    const before = await listed();
    expect(await put(email, body)).toEqual(expected);
    expect(await listed()).toEqual(before);
  });

  it('and deletes them with their sessions', async () => {
    await put('gone@example.com', { organization, role: 'owner' });
    await choose(await linkOf('gone@example.com'), 'a password of theirs');
    const browser = (await signsIn('gone@example.com', 'a password of theirs'))!;
    expect((await browser.get('/api/dashboard/me')).status).toBe(200);
    expect((await ask('DELETE', 'members/gone@example.com')).change).toBe('changed');
    expect((await browser.get('/api/dashboard/me')).status).toBe(401);
    expect((await ask('DELETE', 'members/gone@example.com')).change).toBe('unchanged');
    expect(await linkFails('gone@example.com')).toBe('NOT_FOUND');
  });
});

const linkFails = async (email: string) =>
  (await ask('POST', `members/${email}/reset-link`)).error?.code;

describe('a link to choose a password [P10, M1]', () => {
  const email = 'kim@example.com';
  const pageOf = async (answer: Response | Promise<Response>) => {
    const { status, headers } = await answer;
    return { status, headers, html: await (await answer).text() };
  };

  it('may be opened often, and used once', async () => {
    const link = await linkOf(email);
    for (const _ of [1, 2]) {
      const { status, html, headers } = await pageOf(world.request(link));
      expect(status).toBe(200);
      expect(html).toContain(`the password of ${email}.`);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(await pageOf(choose(link, 'short'))).toMatchObject({
      status: 422,
      html: expect.stringContaining('at least 10 characters'),
    });
    expect(await pageOf(choose(link, 'a password of Kim', 'another of theirs'))).toMatchObject({
      status: 422,
      html: expect.stringContaining('not the same'),
    });
    const done = await pageOf(choose(link, 'a password of Kim'));
    expect(done).toMatchObject({ status: 200, html: expect.stringContaining('Password set') });
    // There is no sign-in page yet, so the page does not mention one.
    expect(done.html).toContain('From now on, kim@example.com signs in with this password.');
    expect(await signsIn(email, 'a password of Kim')).toBeDefined();
    for (const spent of [world.request(link), choose(link, 'a password of Eve')])
      expect(await pageOf(spent)).toMatchObject({
        status: 410,
        html: expect.stringContaining('LINK_EXPIRED'),
      });
    expect(await signsIn(email, 'a password of Eve')).toBeUndefined();
    expect(await listed()).toContainEqual(expect.objectContaining({ email, hasPassword: true }));
    // A repeated command, after an interrupted one, tells whether the account still needs its link.
    expect(await ask('PUT', `members/${email}`, {})).toMatchObject({ hasPassword: true });
    const fresh = { organization, role: 'owner' };
    for (const change of ['created', 'unchanged'])
      expect(await ask('PUT', 'members/fresh@example.com', fresh)).toMatchObject({
        change,
        hasPassword: false,
      });
  });

  it('ends sessions with the old password, and older links', async () => {
    const older = await linkOf(email);
    const browser = (await signsIn(email, 'a password of Kim'))!;
    expect((await choose(await linkOf(email), 'a new password of Kim')).status).toBe(200);
    expect((await browser.get('/api/dashboard/me')).status).toBe(401);
    expect(await signsIn(email, 'a password of Kim')).toBeUndefined();
    expect(await signsIn(email, 'a new password of Kim')).toBeDefined();
    expect((await world.request(older)).status).toBe(410);
  });

  it('works once, if it is used twice at once', async () => {
    const link = await linkOf(email);
    const answers = await Promise.all([
      choose(link, 'the first password'),
      choose(link, 'the second password'),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]));
  });

  it('works for one of several links, if all are used at once', async () => {
    const links = await Promise.all(Array.from({ length: 6 }, () => linkOf(email)));
    const answers = await Promise.all(
      links.map((link, n) => choose(link, `a password by link ${n}`)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 410, 410, 410, 410, 410]);
    for (const [n, { status }] of answers.entries())
      expect((await signsIn(email, `a password by link ${n}`)) !== undefined).toBe(status === 200);
  });

  it('is not in the database, and expires after a day', async () => {
    const link = await linkOf(email);
    const rows = await world.database.asSuperuser('select identifier from verifications');
    expect(rows).toHaveLength(1);
    expect(String(rows[0]!['identifier'])).not.toContain(link.split('/').at(-1));
    await world.pass(24 * 3_600_000 - 1);
    expect((await world.request(link)).status).toBe(200);
    await world.pass(1);
    expect((await world.request(link)).status).toBe(410);
    expect((await choose(link, 'a password too late')).status).toBe(410);
    expect(await signsIn(email, 'a password too late')).toBeUndefined();
  });

  it('cannot be guessed', async () => {
    expect((await world.request('/reset-password/guess')).status).toBe(410);
    const answer = await world.request('/api/admin/members/kim@example.com/reset-link', {
      method: 'POST',
    });
    expect(((await answer.json()) as ErrorBody).error.code).toBe('UNAUTHORIZED');
  });
});
