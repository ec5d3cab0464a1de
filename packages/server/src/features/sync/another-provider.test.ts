import { afterAll, beforeAll, expect, it } from 'vitest';
import { synced, timed } from '../../../test/calendars.ts';
import { connectLink, openConsent } from '../../../test/consent.ts';
import { eventually } from '../../../test/eventually.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { bookedTour, storedTour, writtenEvent } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars, calendarChannels } from '../../db/tables/calendars.ts';
import { mirrorEvents } from '../../db/tables/mirror.ts';
import { fingerprint } from '../../lib/crypto.ts';
import { newId } from '../../lib/ids.ts';
import { googleProvider } from '../calendars/google/provider.ts';
import type { CalendarProvider, CalendarProviders } from '../calendars/provider.ts';
import { syncCalendar } from './mirror/sync-calendar.ts';

/** Another provider: the sandbox's Google under another name, with pushes of another form. */
const asAnother = (google: CalendarProvider): CalendarProvider => ({
  ...google,
  source: 'microsoft_calendar',
  readPush: (headers) =>
    headers.has('x-another-channel')
      ? {
          channelId: headers.get('x-another-channel')!,
          token: headers.get('x-another-secret') ?? '',
          resourceId: '',
          expiresAt: null,
          isNews: true,
        }
      : undefined,
});

let world: World;
beforeAll(async () => {
  const calendars: CalendarProviders = {};
  world = await createWorld({ overrides: { calendars } });
  calendars.microsoft = asAnother(googleProvider(world.ctx.config)!);
  const link = await connectLink(world.ctx, agentAccount);
  const { callback, cookie } = await openConsent(world.ctx, world.app, {
    account: agentAccount,
    agent: agentAccount,
    link: `${link}&provider=microsoft`,
  });
  expect((await world.request(callback, { headers: { cookie } })).status).toBe(200);
  await synced(world);
});
afterAll(() => world.stop());

const calendarId = async () => {
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(agentCalendars));
  return row!.id;
};
const event = (method: string, id: string, to?: object) =>
  world.sandbox.send(method, `/_control/google/events/${id}?account=${agentAccount}`, to);

it('names the provider in whose calendar a tour was cancelled and restored [C2, B4, S2]', async () => {
  const booking = await bookedTour(world);
  const { id } = await writtenEvent(world, booking.id);
  for (const [status, via, act] of [
    ['cancelled', 'microsoft_calendar', () => event('DELETE', id!)],
    ['confirmed', null, () => event('PATCH', id!, { status: 'confirmed' })],
  ] as const) {
    await world.pass(3_000);
    await act();
    await syncCalendar(world.unit, await calendarId());
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).tour).toMatchObject({
        status,
        cancelledVia: via,
      }),
    );
  }
  const { history } = await storedTour(world, booking.id);
  expect(history.slice(-2).map(({ action, via }) => [action, via])).toEqual([
    ['cancelled', 'microsoft_calendar'],
    ['restored', 'microsoft_calendar'],
  ]);
});

it('lets each provider read its own pushes, and refuses one without its channel’s secret [C2, S3]', async () => {
  const channelId = newId();
  const { organizationId } = world.scope;
  const agentCalendarId = await calendarId();
  const tokenHash = fingerprint('the secret of the channel');
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .insert(calendarChannels)
      .values({ id: channelId, organizationId, agentCalendarId, tokenHash }),
  );
  await world.pass(3_000);
  const { id } = await world.sandbox.addEvent(
    timed('2026-01-28T15:00:00Z', '2026-01-28T17:00:00Z'),
  );
  const push = async (headers: Record<string, string>) =>
    (await world.request('/api/lumaleasing/calendar/webhook', { method: 'POST', headers })).status;
  expect(await push({ 'x-another-channel': channelId })).toBe(403);
  const googles = {
    'x-goog-channel-id': channelId,
    'x-goog-channel-token': 'the secret of the channel',
    'x-goog-resource-id': '',
    'x-goog-resource-state': 'exists',
  };
  expect(await push(googles)).toBe(403);
  const secret = { 'x-another-secret': 'the secret of the channel' };
  expect(await push({ 'x-another-channel': channelId, ...secret })).toBe(204);
  await eventually(async () => {
    const rows = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
    expect(rows.map((row) => row.providerEventId)).toContain(id);
  });
});
