import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf, profileOf } from '../../../../test/calendars.ts';
import { connectLink, connectLinkPath, openConsent } from '../../../../test/consent.ts';
import { bookedTour, eventsOf, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';

const minute = 60_000;
const people = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
];
const agents = people.map((name) => ({ name, email: `${name}@example.com` }));

let world: World;
beforeAll(async () => {
  world = await createWorld({ agents });
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

let used = 0;
/** An agent who has no calendar yet. */
const nextAgent = () => agents[used++]!.email;
const consent = (agent: string, more: Partial<Parameters<typeof openConsent>[2]> = {}) =>
  openConsent(world.ctx, world.app, { account: agent, agent, ...more });
const open = async (path: string, cookie = '') => {
  const answer = await world.app.request(path, { headers: { cookie } });
  const html = answer.status === 302 ? '' : await answer.text();
  return { status: answer.status, html, code: /Code: (\w+)/.exec(html)?.[1], answer };
};
const linkFor = async (agent: string) => {
  const link = new URL(await connectLink(world.ctx, agent));
  return link.pathname + link.search;
};
const connectionsOf = async (agent: string) => {
  const { id } = await profileOf(world, agent);
  const all = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarConnections),
  );
  return all.filter((one) => one.profileId === id);
};

describe('connecting a calendar [C1]', () => {
  it('stores the grant and says what happens now', async () => {
    const agent = nextAgent();
    const { callback, cookie } = await consent(agent);
    const { status, html, answer } = await open(callback, cookie);
    expect(status).toBe(200);
    expect(html).toContain('Calendar connected');
    expect(html).toContain(agent);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await connectionsOf(agent)).toMatchObject([
      { accountEmail: agent, tokenStatus: 'healthy', provider: 'google', disconnectedAt: null },
    ]);
  });

  it('accepts a state once', async () => {
    const { callback, cookie } = await consent(nextAgent());
    expect((await open(callback, cookie)).status).toBe(200);
    expect(await open(callback, cookie)).toMatchObject({
      status: 400,
      code: 'OAUTH_STATE_INVALID',
    });
  });

  it('does not use up a link if nothing could be stored', async () => {
    const agent = nextAgent();
    const link = await linkFor(agent);
    const alter = (what: string) => world.ctx.db.execute(`alter table agent_calendars ${what}`);
    await alter('add constraint nothing_fits check (false) not valid');
    try {
      const { callback, cookie } = await consent(agent, { link });
      expect((await open(callback, cookie)).status).toBe(500);
    } finally {
      await alter('drop constraint nothing_fits');
    }
    expect(await connectionsOf(agent)).toEqual([]);
    const { callback, cookie } = await consent(agent, { link });
    expect((await open(callback, cookie)).status).toBe(200);
  });

  it('accepts a state once, also if it comes twice at the same time', async () => {
    const { callback, cookie } = await consent(nextAgent());
    const answers = await Promise.all([open(callback, cookie), open(callback, cookie)]);
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  it('accepts a state only in the browser it began in', async () => {
    const agent = nextAgent();
    const { callback, cookie } = await consent(agent);
    for (const other of ['', 'luma_connect=', 'luma_connect=somebody-else'])
      expect((await open(callback, other)).code).toBe('OAUTH_STATE_INVALID');
    expect(await connectionsOf(agent)).toEqual([]);
    expect((await open(callback, cookie)).status).toBe(200);
  });

  it('accepts a state for fifteen minutes', async () => {
    const agent = nextAgent();
    const { callback, cookie } = await consent(agent);
    await world.pass(15 * minute);
    expect((await open(callback, cookie)).code).toBe('OAUTH_STATE_INVALID');
    expect(await connectionsOf(agent)).toEqual([]);
    expect((await world.connect(agent)).status).toBe(200);
  });

  it('lets one link connect one calendar, in however many browsers it was opened', async () => {
    const agent = nextAgent();
    const link = await linkFor(agent);
    const mine = await consent(agent, { link });
    const theirs = await consent(agent, { link, account: 'mallory@example.com' });
    expect((await open(mine.callback, mine.cookie)).status).toBe(200);
    expect((await open(theirs.callback, theirs.cookie)).code).toBe('LINK_USED');
    expect(await open(link)).toMatchObject({ status: 410, code: 'LINK_USED' });
    expect((await connectionsOf(agent)).map((one) => one.accountEmail)).toEqual([agent]);
  });

  it('stores nothing when it is denied, and the link may be tried again', async () => {
    const agent = nextAgent();
    const link = await linkFor(agent);
    const denied = await consent(agent, { link, decision: 'deny' });
    expect(await open(denied.callback, denied.cookie)).toMatchObject({
      status: 403,
      code: 'OAUTH_DENIED',
    });
    expect(await connectionsOf(agent)).toEqual([]);
    const unticked = await consent(agent, { link, without: '/auth/calendar' });
    const { code, html } = await open(unticked.callback, unticked.cookie);
    expect(code).toBe('OAUTH_SCOPES_MISSING');
    expect(html).toContain('See, edit, share and delete your calendars');
    expect(await connectionsOf(agent)).toEqual([]);
    const given = await consent(agent, { link });
    expect((await open(given.callback, given.cookie)).status).toBe(200);
  });

  it('says that the exchange failed, and stores nothing', async () => {
    const agent = nextAgent();
    await world.sandbox.fault({
      match: { path: '^/token$' },
      then: { status: 400, reason: 'invalid_grant' },
    });
    const { callback, cookie } = await consent(agent);
    expect(await open(callback, cookie)).toMatchObject({
      status: 502,
      code: 'OAUTH_EXCHANGE_FAILED',
    });
    expect(await connectionsOf(agent)).toEqual([]);
  });

  it('refuses links that are forged or a day old', async () => {
    const link = await linkFor(agents[0]!.email);
    const forged = `${link.slice(0, -6)}AAAAAA`;
    expect(await open(forged)).toMatchObject({ status: 404, code: 'LINK_INVALID' });
    expect((await open(link.split('?')[0]!)).code).toBe('LINK_INVALID');
    await world.pass(24 * 60 * minute + 1);
    expect(await open(link)).toMatchObject({ status: 410, code: 'LINK_EXPIRED' });
  });

  it('gives links to the operator alone', async () => {
    const ask = async (agent: string, headers: Record<string, string> = {}) =>
      (await world.post(connectLinkPath(agent), {}, headers)).status;
    const known = agents[0]!.email;
    expect(await ask(known)).toBe(401);
    expect(await ask(known, { Authorization: 'Bearer guess' })).toBe(401);
    const Authorization = `Bearer ${world.ctx.config.ADMIN_SECRET}`;
    expect(await ask(known, { Authorization })).toBe(200);
    expect(await ask('nobody@example.com', { Authorization })).toBe(404);
  });

  it('writes new tours to the account that replaced a dead one', async () => {
    const { email } = agents[0]!;
    await world.sandbox.send('POST', `/_control/google/revoke?account=${email}`);
    const { id } = await connectionOf(world, email);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.execute(sql`update calendar_connections set token_status = 'revoked' where id = ${id}`),
    );
    const account = 'private@example.com';
    await world.connect(account, email);
    const { id: agentId } = await profileOf(world, email);
    const defaults = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    const mine = defaults.filter((one) => one.profileId === agentId);
    expect(mine.map((one) => [one.calendarId, one.isDefault])).toContainEqual([account, true]);
    expect(mine.filter((one) => one.isDefault)).toHaveLength(1);
  });
});

it('writes the tours of a reconnected calendar once [C5]', async () => {
  const agent = agents[1]!.email;
  const { id: agentId } = await profileOf(world, agent);
  const booking = await bookedTour(world, { agentId });
  await writtenEvent(world, booking.id, agent);
  expect((await world.connect(agent)).status).toBe(200);
  expect(await connectionsOf(agent)).toHaveLength(1);
  expect(await eventsOf(world, booking.id, agent)).toHaveLength(1);
});
