import type { Enqueued, Synced } from '@luma-leasing/types/calendar';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, synced, timed } from '../../../../test/calendars.ts';
import { ask, seenConnections, statusOf } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { browserOf, signIn, type Browser } from '../../../../test/members.ts';
import { metricsOf } from '../../../../test/metrics.ts';
import { bookedTour, eventsOf } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';

const [maya, ben] = ['maya@example.com', 'ben@example.com'];
let world: World;
let owner: Browser;
let agent: Browser;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya Chen', email: maya },
      { name: 'Ben Ito', email: ben },
    ],
  });
  // Without pushes: they would bring the changes that the button must bring.
  await world.sandbox.send('POST', '/_control/pushes', { mode: 'manual' });
  owner = await signIn(world, { role: 'owner' });
  agent = await signIn(world, { role: 'agent', email: maya });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const now = (browser: Browser, path = 'sync', body = {}) =>
  ask<Synced>(browser, 'post', path, body);
const fail = (account: string, status = 503, reason = 'backendError') =>
  world.sandbox.fault({
    match: { method: 'GET', path: `/calendars/${account}/events$` },
    times: 0,
    then: { status, reason },
  });

describe('sync by hand [S7]', () => {
  it('says that there is nothing to sync yet', async () => {
    expect((await now(owner)).error.code).toBe('CALENDAR_NOT_CONNECTED');
    for (const account of [maya, ben]) expect((await world.connect(account)).status).toBe(200);
    await synced(world);
  });

  it('brings changes and counts them; for an agent only those of their own calendars', async () => {
    for (const account of [maya, ben])
      await world.sandbox.addEvent(timed('2026-01-28T15:00:00Z', '2026-01-28T16:00:00Z'), account);
    await world.pass();
    expect(await now(agent)).toMatchObject({ status: 200, success: true, syncedEvents: 1 });
    expect(await now(owner)).toMatchObject({ syncedEvents: 1, failures: [] });
    expect(await now(owner)).toMatchObject({ syncedEvents: 0 });
  });

  it('counts the changes of every account, in whatever order they answer', async () => {
    await world.sandbox.fault({
      match: { method: 'GET', path: `/calendars/${maya}/events$` },
      then: { delayMs: 500 },
    });
    await world.sandbox.addEvent(timed('2026-01-29T15:00:00Z', '2026-01-29T16:00:00Z'), ben);
    expect(await now(owner)).toMatchObject({ syncedEvents: 1, failures: [] });
  });

  it('lists one calendar in full, and all of them', async () => {
    const [first] = await seenConnections(agent);
    const calendar = first!.calendars[0]!.id;
    const listings = async (work: () => Promise<unknown>) =>
      (await askedDuring(world, work)).filter((one) => one.path.includes('/events')).length;
    expect(
      await listings(async () =>
        expect(await now(owner, 'resync', { calendar })).toMatchObject({ status: 200 }),
      ),
    ).toBe(1);
    expect(await listings(() => now(owner, 'import-availability'))).toBe(2);
  });

  it('refuses calendars that are not the agent’s', async () => {
    const all = (await seenConnections(owner)).find((one) => one.accountEmail === ben)!;
    for (const [path, body] of [
      ['resync', { calendar: all.calendars[0]!.id }],
      ['sync', { connection: all.id }],
    ] as const)
      expect((await now(agent, path, body)).error.code).toBe('NOT_FOUND');
    expect((await now(owner, 'resync', { calendar: 'x' })).error.code).toBe('INVALID_REQUEST');
    expect((await now(owner, 'sync', { property: 'nowhere' })).error.code).toBe('NOT_FOUND');
    expect((await now(browserOf(world, '', ''))).error.code).toBe('UNAUTHENTICATED');
    expect((await statusOf(agent)).agents.map((one) => one.email)).toEqual([maya]);
  });

  it('names the calendars that failed, and refuses if all did', async () => {
    await fail(maya);
    const { status, failures } = await now(owner);
    expect([status, failures.map((one) => one.code)]).toEqual([200, ['CALENDAR_UNREACHABLE']]);
    expect((await now(agent)).error).toMatchObject({ code: 'CALENDAR_UNREACHABLE' });
    const seen = (await statusOf(agent)).agents[0]!.connections[0]!;
    expect(seen).toMatchObject({ state: 'error', todo: expect.stringContaining('Sync now') });
    expect(seen.calendars[0]!.error).toMatch(/^The calendar’s provider does not answer/);
    expect(seen.last24Hours.failed).toBeGreaterThanOrEqual(2);
    expect(seen.last24Hours.successRate).toBeLessThan(1);
    const metrics = await metricsOf(world);
    expect(metrics).toContain(
      `luma_calendar_sync_failed_24h{connection="${seen.id}"} ${seen.last24Hours.failed}`,
    );
    expect(metrics).toContain('luma_calendar_connections{token_status="healthy"} 2');
  });

  it('writes every tour that waits', async () => {
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      times: 1,
      then: { status: 400, reason: 'invalid' },
    });
    const booking = await bookedTour(world);
    const waiting = async () =>
      (await statusOf(owner)).agents.reduce((sum, one) => sum + one.unwrittenTours, 0);
    await world.sandbox.struck();
    await eventually(async () => expect(await waiting()).toBe(1));
    const { enqueued } = await ask<Enqueued>(owner, 'post', 'sync-pending');
    expect(enqueued).toBe(1);
    await eventually(async () => expect(await waiting()).toBe(0));
    const events = await Promise.all([maya, ben].map((one) => eventsOf(world, booking.id, one)));
    expect(events.flat()).toHaveLength(1);
  });

  it('says that a dead grant needs a person', async () => {
    await world.sandbox.send('POST', `/_control/google/revoke?account=${maya}`);
    expect((await now(agent)).error.code).toBe('CALENDAR_AUTH_EXPIRED');
    expect((await seenConnections(agent))[0]).toMatchObject({
      state: 'error',
      tokenStatus: 'revoked',
      todo: expect.stringContaining('Connect it again'),
    });
  });
});
