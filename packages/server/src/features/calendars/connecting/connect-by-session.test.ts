import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '../../../../test/calendars.ts';
import { openConsent } from '../../../../test/consent.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asSystem, asTenant, type TenantScope } from '../../../db/scope.ts';
import { calendarConnections } from '../../../db/tables/calendars.ts';

const path = '/api/lumaleasing/calendar/connect';
const [maya, ben] = ['maya@example.com', 'ben@example.com'];
let world: World;
let stranger: TenantScope;
let owner: Browser;
let agent: Browser;
let ids: Record<'maya' | 'ben' | 'theirs', string>;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya Chen', email: maya },
      { name: 'Ben Ito', email: ben },
    ],
  });
  stranger = await world.addProperty({
    slug: 'stranger',
    key: 'pk_stranger',
    agents: [{ name: 'Mallory', email: 'mallory@example.com' }],
  });
  ids = {
    maya: (await profileOf(world, maya)).id,
    ben: (await profileOf(world, ben)).id,
    theirs: (await profileOf(world, 'mallory@example.com', stranger)).id,
  };
  owner = await signIn(world, { role: 'owner' });
  agent = await signIn(world, { role: 'agent', email: maya });
});
afterAll(() => world.stop());

/** Connects up to the provider's answer. @returns the address that the browser would open next. */
const consent = async (browser: Browser, query: string, account = maya) => {
  const link = `${path}?${query}`;
  const { callback } = await openConsent(world.ctx, world.app, {
    account,
    agent: account,
    link,
    cookie: browser.cookie,
  });
  return callback;
};
const open = async (browser: Pick<Browser, 'get'>, address: string) => {
  const answer = await browser.get(address);
  const html = await answer.text();
  return { status: answer.status, html, code: /Code: (\w+)/.exec(html)?.[1] };
};
const connections = async (scope = world.scope) =>
  asTenant(world.ctx.db, scope, (tx) => tx.select().from(calendarConnections));
const anonymous = { get: (address: string) => world.request(address) };

describe('connecting a calendar when signed in [C1]', () => {
  it('takes a state only in the session it began in, and stores nothing before', async () => {
    const callback = await consent(owner, `property=maple-court&agent=${ids.ben}`, ben);
    const other = await signIn(world, { role: 'owner' });
    for (const browser of [anonymous, other, agent])
      expect(await open(browser, callback)).toMatchObject({
        status: 400,
        code: 'OAUTH_STATE_INVALID',
      });
    expect(await connections()).toEqual([]);
    const done = await open(owner, callback);
    expect(done.status).toBe(200);
    expect(done.html).toContain('Calendar connected');
    expect(await connections()).toMatchObject([{ profileId: ids.ben, accountEmail: ben }]);
    expect((await open(owner, callback)).code).toBe('OAUTH_STATE_INVALID');
  });

  it('connects an agent’s own calendar, by the property’s slug or id', async () => {
    const callback = await consent(agent, `property=${world.scope.propertyId}`);
    expect((await open(agent, callback)).status).toBe(200);
    const mine = (await connections()).filter((one) => one.profileId === ids.maya);
    expect(mine).toMatchObject([{ accountEmail: maya }]);
  });

  it('fails if the session has ended', async () => {
    const leaver = await signIn(world, { role: 'owner' });
    const callback = await consent(leaver, `property=maple-court&agent=${ids.maya}`);
    await leaver.post('/api/auth/sign-out');
    expect((await open(leaver, callback)).code).toBe('OAUTH_STATE_INVALID');
  });

  it('fails if the member has lost the right', async () => {
    const demoted = await signIn(world, { role: 'owner' });
    const callback = await consent(demoted, `property=maple-court&agent=${ids.ben}`);
    await asSystem(world.ctx.db, (tx) =>
      tx.execute(sql`update members set role = 'agent' where user_id =
        (select user_id from members order by created_at desc limit 1)`),
    );
    expect((await open(demoted, callback)).code).toBe('OAUTH_STATE_INVALID');
  });

  it('does not accept a link’s state in a session, nor a session’s without it', async () => {
    const byLink = await openConsent(world.ctx, world.app, { account: maya, agent: maya });
    expect((await open(owner, byLink.callback)).code).toBe('OAUTH_STATE_INVALID');
    const bySession = await consent(owner, `property=maple-court&agent=${ids.maya}`);
    const withLink = {
      get: (a: string) => world.request(a, { headers: { cookie: byLink.cookie } }),
    };
    expect((await open(withLink, bySession)).code).toBe('OAUTH_STATE_INVALID');
    expect((await open(withLink, byLink.callback)).status).toBe(200);
  });

  it('refuses members without the right', async () => {
    const asks = async (browser: Pick<Browser, 'get'>, query: string) => {
      const { status, code } = await open(browser, `${path}?${query}`);
      return [status, code];
    };
    expect(await asks(anonymous, 'property=maple-court')).toEqual([401, 'UNAUTHENTICATED']);
    expect(await asks(agent, `property=maple-court&agent=${ids.ben}`)).toEqual([403, 'FORBIDDEN']);
    expect(await asks(owner, 'property=maple-court')).toEqual([422, 'INVALID_REQUEST']);
    for (const query of [
      `property=stranger&agent=${ids.theirs}`,
      `property=${stranger.propertyId}&agent=${ids.theirs}`,
      `property=maple-court&agent=${ids.theirs}`,
      'property=maple-court&agent=somebody',
      'property=&agent=somebody',
    ])
      expect(await asks(owner, query), query).toEqual([404, 'NOT_FOUND']);
    expect(await connections(stranger)).toEqual([]);
  });
});
