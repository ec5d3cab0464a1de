import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, connectionOf, synced, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest } from '../../../../test/jobs.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import {
  bookedTour,
  eventsOf,
  freeTime,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarTokenRefreshes,
} from '../../../db/tables/calendars.ts';
import { calendarSyncLogs, mirrorEvents } from '../../../db/tables/mirror.ts';
import { messages } from '../../../db/tables/messages.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { deleteOldRows } from '../../../jobs/housekeeping.ts';
import { syncCalendar } from '../../sync/mirror/sync-calendar.ts';
import { accessTokenOf } from './access-token.ts';
import { checkHealth, enqueueHealthChecks } from './check-health.ts';
import { enqueueOverdueAlerts } from '../alerts/enqueue-alerts.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { openChannelJob, syncCalendarJob } from '../job-contracts.ts';

const minute = 60_000;
const hour = 60 * minute;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
  await atRest(world, openChannelJob, syncCalendarJob);
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const connection = () => connectionOf(world, agentAccount);
const check = async () => checkHealth(world.unit, (await connection()).id);
const tokenCalls = (work: () => Promise<unknown>) =>
  askedDuring(world, work).then((all) => all.filter((one) => one.path === '/token').length);
const alerts = () =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(messages).where(eq(messages.kind, 'calendar_alert')),
  );
const alertMails = () => world.mails.filter((mail) => mail.subject.includes('attention'));
const fault = (path: string, then: object, times = 0) =>
  world.sandbox.fault({ match: { path }, times, then });

describe('the health check [C6]', () => {
  it('refreshes the token early, makes a light call, and records both', async () => {
    await world.pass(hour / 2);
    const asked = await askedDuring(world, check);
    expect(asked.map((one) => one.path)).toEqual(['/token', '/calendar/v3/users/me/calendarList']);
    expect(await connection()).toMatchObject({
      lastHealthCheckAt: world.clock.now(),
      healthCheckError: null,
      tokenStatus: 'healthy',
    });
    const refreshes = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(calendarTokenRefreshes),
    );
    expect(refreshes).toMatchObject([{ outcome: 'refreshed', at: world.clock.now() }]);
    expect(await alerts()).toEqual([]);
  });

  it('notes an error, and that it is over', async () => {
    await fault('/calendarList$', { status: 503, reason: 'backendError' });
    await check();
    expect((await connection()).healthCheckError).toBe(
      'The calendar’s provider does not answer. This is tried again by itself.',
    );
    await world.sandbox.send('DELETE', '/_control/faults');
    await check();
    expect((await connection()).healthCheckError).toBeNull();
  });

  it('checks every account by its job, and deletes channels that ended long ago', async () => {
    const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    const { organizationId } = world.scope;
    const old = world.clock.now() - 8 * 24 * hour;
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.insert(calendarChannels).values(
        [
          { stoppedAt: old },
          { expiresAt: old },
          { createdAt: old },
          { stoppedAt: old + 2 * 24 * hour },
        ].map((one) => ({
          organizationId,
          agentCalendarId: calendar!.id,
          tokenHash: 'old',
          ...one,
        })),
      ),
    );
    await world.pass(minute);
    expect(await enqueueHealthChecks(world.ctx)).toBe(1);
    await eventually(async () =>
      expect((await connection()).lastHealthCheckAt).toBe(world.clock.now()),
    );
    await eventually(async () => {
      const left = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(calendarChannels).where(eq(calendarChannels.tokenHash, 'old')),
      );
      expect(left).toHaveLength(1);
    });
  });

  it('asks for a token once, in whatever way the provider fails', async () => {
    const token = async () => accessTokenOf(world.unit, (await connection()).id);
    await world.pass(hour);
    await fault('^/token$', { status: 503 }, 1);
    expect(await tokenCalls(() => expect(token()).rejects.toThrow('503'))).toBe(1);
    await fault('^/token$', { held: true }, 1);
    const began = performance.now();
    const calls = await tokenCalls(() =>
      expect(token()).rejects.toMatchObject({ fault: 'unreachable' }),
    );
    // Within the lease of 30 s: after it another server would ask, too.
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(calls).toBeLessThanOrEqual(1);
    await token();
    expect(await connection()).toMatchObject({ tokenStatus: 'healthy' });
  });
});

describe('a grant that died [C6]', () => {
  it('leaves its tours waiting, alerts once, and works again after a new consent', async () => {
    const before = await bookedTour(world);
    await writtenEvent(world, before.id);
    await world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
    await check();
    expect(await connection()).toMatchObject({ tokenStatus: 'revoked' });
    // Now times by hand are offered.
    const startsAt = '2026-01-30T20:00:00Z';
    const { propertyId } = world.scope;
    const { profileId } = await connection();
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.insert(tourSlots).values({ propertyId, profileId, startsAt: Date.parse(startsAt) }),
    );
    const meanwhile = await bookedTour(world, { startsAt });
    await eventually(() => expect(alertMails()).toHaveLength(1));
    expect(alertMails()[0]).toMatchObject({ to: 'leasing@example.com' });
    expect(alertMails()[0]!.text).toContain('Maya Chen’s calendar agent@example.com no longer');
    const pending = async () => (await storedTour(world, meanwhile.id)).event!.syncStatus;
    expect(await pending()).toBe('pending');

    // Nobody calls an account whose grant is dead, and nobody is told twice.
    expect(
      await askedDuring(world, async () => {
        await world.pass(minute);
        await enqueueHealthChecks(world.ctx);
        await Promise.all(Array.from({ length: 10 }, () => raiseAlert(world.unit)));
      }),
    ).toEqual([]);
    expect(await alerts()).toMatchObject([{ details: { reason: 'revoked' }, status: 'sent' }]);

    await world.sandbox.addEvent(timed('2026-01-29T15:00:00Z', '2026-01-29T16:00:00Z'));
    expect((await world.connect()).status).toBe(200);
    await writtenEvent(world, meanwhile.id);
    await eventually(async () => {
      const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(mirrorEvents),
      );
      expect(rows.map((row) => row.startsAt)).toContain(Date.parse('2026-01-29T15:00:00Z'));
    });
    expect(await eventsOf(world, before.id)).toHaveLength(1);
    expect((await storedTour(world, before.id)).tour?.status).toBe('confirmed');
  });
});

describe('other alerts [C7]', () => {
  it('tells of a tour that could not be written, a day after the last alert', async () => {
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      then: { status: 400, reason: 'invalid' },
    });
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 80) });
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event?.syncStatus).toBe('failed'),
    );
    await raiseAlert(world.unit);
    expect(await alerts()).toHaveLength(1);
    await world.pass(24 * hour);
    const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    await syncCalendar(world.unit, calendar!.id);
    await raiseAlert(world.unit);
    expect(await alerts()).toHaveLength(2);
    await eventually(() => expect(alertMails()).toHaveLength(2));
    expect(alertMails()[1]!.text).toContain('could not be written');
  });

  it('tells of a calendar that has not synced for a day', async () => {
    await fault('/events$', { status: 503, reason: 'backendError' });
    await world.pass(23 * hour);
    expect(await enqueueOverdueAlerts(world.ctx)).toBe(0);
    await world.pass(2 * hour);
    expect(await enqueueOverdueAlerts(world.ctx)).toBe(1);
    await eventually(() => expect(alertMails()).toHaveLength(3));
    expect(alertMails()[2]!.text).toContain('has not been synced for 24 hours');
  });
});

describe('the log of sync', () => {
  it('is deleted after a month', async () => {
    const { id: connectionId } = await connection();
    const { organizationId } = world.scope;
    const entry = { organizationId, connectionId, direction: 'inbound', outcome: 'ok' } as const;
    const at = (days: number) => world.clock.now() - days * 24 * hour;
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.insert(calendarSyncLogs).values(
        [29, 31].map((days) => ({
          ...entry,
          at: at(days),
          operation: `${days} days ago`,
          durationMs: 0,
        })),
      ),
    );
    await deleteOldRows(world.ctx);
    const left = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(calendarSyncLogs),
    );
    const operations = left.map((one) => one.operation);
    expect(operations).toContain('29 days ago');
    expect(operations).not.toContain('31 days ago');
  });
});

describe('the records of token refreshes', () => {
  it('are deleted after three months', async () => {
    const { id: connectionId, organizationId } = await connection();
    const refreshed = {
      organizationId,
      connectionId,
      durationMs: 0,
      outcome: 'refreshed',
    } as const;
    const kept = async () =>
      (await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(calendarTokenRefreshes)))
        .length;
    const before = await kept();
    const at = (days: number) => world.clock.now() - days * 24 * hour;
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .insert(calendarTokenRefreshes)
        .values([89, 91].map((days) => ({ ...refreshed, at: at(days) }))),
    );
    await deleteOldRows(world.ctx);
    expect(await kept()).toBe(before + 1);
  });
});

describe('a message that a visitor left', () => {
  it('is mailed to the team, once', async () => {
    const question = { kind: 'question', message: 'Cats?', email: 'cat@example.org' };
    const key = { 'Idempotency-Key': 'cats-question' };
    for (const _ of [1, 2])
      expect((await world.post('/api/lumaleasing/leads', question, key)).status).toBe(201);
    const callback = { kind: 'callback', firstName: 'Ana', phone: '(312) 555-0177' };
    await world.post('/api/lumaleasing/leads', callback);
    const mails = () => world.mails.filter((mail) => /question|call/.test(mail.subject));
    await eventually(() => expect(mails()).toHaveLength(2));
    expect(
      mails()
        .map((mail) => `${mail.to} ${mail.subject}`)
        .toSorted(),
    ).toEqual([
      'leasing@example.com Maple Court: a question from A visitor',
      'leasing@example.com Maple Court: please call Ana back',
    ]);
    expect(mails().find((mail) => mail.subject.includes('question'))!.text).toContain('Cats?');
    expect(mails().find((mail) => mail.subject.includes('call'))!.text).toContain('+13125550177');
  });
});
