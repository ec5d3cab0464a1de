import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf } from '../../../../test/calendars.ts';
import { connectLink, openConsent } from '../../../../test/consent.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, writtenEvent } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { googleProvider } from '../google/provider.ts';
import type { CalendarProviders } from '../provider.ts';

const path = '/api/lumaleasing/calendar/connect';
/** The providers that the settings allow. The sandbox's Google, under another name, is the second one. */
const calendars: CalendarProviders = {};
let world: World;
let agent: Browser;
beforeAll(async () => {
  world = await createWorld({ overrides: { calendars } });
  agent = await signIn(world, { role: 'agent', email: agentAccount });
});
afterAll(() => world.stop());
beforeEach(() => {
  calendars.microsoft = googleProvider(world.ctx.config)!;
});

const link = async () =>
  (await connectLink(world.ctx, agentAccount)).slice(world.ctx.config.APP_URL.length);
const open = async (address: string, cookie = '') => {
  const answer = await world.request(address, { headers: { cookie } });
  const page = answer.status === 302 ? '' : await answer.text();
  return { status: answer.status, page, code: /Code: (\w+)/.exec(page)?.[1] };
};
const consent = async () =>
  openConsent(world.ctx, world.app, {
    account: agentAccount,
    agent: agentAccount,
    link: `${await link()}&provider=microsoft`,
  });

describe('the provider of a new connection is [C2]', () => {
  it.each(['nonsense', '', 'Google', 'caldav', 'constructor', '__proto__'])(
    'none that this server does not know: “%s”',
    async (provider) => {
      const asked = `provider=${provider}`;
      for (const address of [`${await link()}&${asked}`, `${path}?property=maple-court&${asked}`]) {
        const refused = await open(address, agent.cookie);
        expect(refused).toMatchObject({ status: 422, code: 'CALENDAR_PROVIDER_UNKNOWN' });
        expect(refused.page).toContain('It can connect: microsoft.');
      }
    },
  );

  it('Google, if the request names none', async () => {
    expect((await open(await link())).code).toBe('CALENDAR_PROVIDER_UNKNOWN');
    calendars.google = googleProvider(world.ctx.config)!;
    expect((await open(await link())).status).toBe(302);
    delete calendars.google;
    delete calendars.microsoft;
    expect(await open(await link())).toMatchObject({ status: 503, code: 'CALENDAR_NOT_CONNECTED' });
  });

  it('the one whose consent was opened, and no other', async () => {
    const { callback, cookie } = await consent();
    delete calendars.microsoft;
    expect(await open(callback, cookie)).toMatchObject({
      status: 502,
      code: 'OAUTH_EXCHANGE_FAILED',
    });
  });

  it('any that implements the interface: tours are written there', async () => {
    const { callback, cookie } = await consent();
    expect((await open(callback, cookie)).status).toBe(200);
    expect((await connectionOf(world, agentAccount)).provider).toBe('microsoft');
    const booking = await bookedTour(world);
    await writtenEvent(world, booking.id);
  });
});
