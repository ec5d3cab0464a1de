import type { calendar_v3 } from '@googleapis/calendar';
import type { AccountCalendars } from '@luma-leasing/types/calendar';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf, eventsPath, profileOf, synced } from '../../../test/calendars.ts';
import { ask, seenConnections } from '../../../test/connections.ts';
import { eventually } from '../../../test/eventually.ts';
import { atRest } from '../../../test/jobs.ts';
import { signIn, type Browser } from '../../../test/members.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { bookedTour, eventsOf, freeTime, storedTour, writtenEvent } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { newId } from '../../lib/ids.ts';
import { syncCalendar } from '../sync/mirror/sync-calendar.ts';
import { checkHealth } from './grants/check-health.ts';
import { checkHealthJob } from './job-contracts.ts';
import { placesOfNewTours } from './receiving-calendar.ts';

/** The agent's second account. */
const home = 'home@example.com';

let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await createWorld();
  owner = await signIn(world, { role: 'owner' });
  await world.connect();
  await world.connect(home, agentAccount);
  await synced(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.release();
  await world.pass();
});

const revoke = () => world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
const standing = async (tourId: string, account: string) =>
  (await eventsOf(world, tourId, account)).filter(({ status }) => status !== 'cancelled').length;
/** The number of the tour's events in the default account and in the other. */
const places = async ({ id }: { id: string }) => [
  await standing(id, agentAccount),
  await standing(id, home),
];
const connection = async (account: string) => (await connectionOf(world, agentAccount, account)).id;

describe('while the account that receives an agent’s tours does not let us in [C3, C6]', () => {
  it('another account receives them, the manager is told, and no tour has two events later', async () => {
    const before = await bookedTour(world);
    await writtenEvent(world, before.id);
    await revoke();
    // This booking finds out that the grant is dead.
    const meanwhile = await bookedTour(world);
    await writtenEvent(world, meanwhile.id, home);
    await eventually(() => {
      const alert = world.mails.find(({ subject }) => subject.includes('attention'));
      expect(alert?.text).toContain(`New tours are written to “${home}” of ${home}.`);
    });
    const told = async () =>
      (await seenConnections(owner)).find((one) => one.accountEmail === agentAccount)!.todo;
    expect(await told()).toContain(`new tours go to “${home}” of ${home} meanwhile`);
    expect([await places(before), await places(meanwhile)]).toEqual([
      [1, 0],
      [0, 1],
    ]);

    expect((await world.connect()).status).toBe(200);
    await synced(world);
    const after = await bookedTour(world, { startsAt: await freeTime(world, 6) });
    await writtenEvent(world, after.id);
    for (const account of [agentAccount, home])
      await checkHealth(world.unit, await connection(account));
    expect([await places(before), await places(meanwhile), await places(after)]).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    const { tour } = await storedTour(world, meanwhile.id);
    expect(tour).toMatchObject({ status: 'confirmed', conflictAccepted: false });
  });

  it('an event whose creation was never answered is the only one again when the account is back', async () => {
    const isInsert = { method: 'POST', path: eventsPath };
    await world.sandbox.fault({ match: isInsert, then: { loseAnswer: true } });
    // The event is looked for once and created; then every look fails until the grant is dead.
    const isLook = { method: 'GET', path: '/events/' };
    await world.sandbox.fault({ match: isLook, times: 1, then: { delayMs: 1 } });
    const unseen = { match: isLook, times: 50, then: { status: 503 } };
    const held = await world.sandbox.fault(unseen);
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 12) });
    await eventually(async () => expect(await places(booking)).toEqual([1, 0]));
    await revoke();
    await world.sandbox.release(held);
    await checkHealth(world.unit, await connection(agentAccount));
    await eventually(async () => expect(await places(booking)).toEqual([1, 1]));
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).event!.syncStatus).toBe('synced'),
    );
    expect((await world.connect()).status).toBe(200);
    await eventually(async () => expect(await places(booking)).toEqual([0, 1]));
    expect((await storedTour(world, booking.id)).tour!.status).toBe('confirmed');
  });
});

it('prefers the main calendar of another account to those chosen to block time', async () => {
  const connectionId = await connection(home);
  const { id: profileId, organizationId } = await profileOf(world, agentAccount);
  const places = await asTenant(world.ctx.db, world.scope, async (tx) => {
    const first = '00000000-0000-4000-8000-000000000000';
    const family = { id: first, calendarId: 'family', summary: 'Family', timezone: 'UTC' };
    await tx.insert(agentCalendars).values({ ...family, organizationId, profileId, connectionId });
    const its = eq(calendarConnections.accountEmail, agentAccount);
    await tx.update(calendarConnections).set({ tokenStatus: 'revoked' }).where(its);
    const places = await placesOfNewTours(tx, [newId(), profileId]);
    await tx.update(calendarConnections).set({ tokenStatus: 'healthy' }).where(its);
    await tx.delete(agentCalendars).where(eq(agentCalendars.id, first));
    return places;
  });
  expect([...places]).toEqual([[profileId, `“${home}” of ${home}`]]);
});

describe('while the calendar that receives an agent’s tours is lost, but its account works [C3, C6]', () => {
  it('its tours and new ones go to another calendar, once two questions agree that it is lost', async () => {
    const id = await connection(agentAccount);
    const { calendars } = await ask<AccountCalendars>(owner, 'get', 'calendars', {
      connection: id,
    });
    const { calendarId } = calendars.find(({ name }) => name === 'Personal')!;
    const choose = (preferred: string, blocking: string[]) =>
      ask<AccountCalendars>(owner, 'put', 'calendars', {
        connection: id,
        blocking,
        default: preferred,
      });
    expect((await choose(calendarId, [agentAccount])).status).toBe(200);
    await synced(world);
    const heldBy = async (tourId: string) => {
      const { event } = await storedTour(world, tourId);
      const [held] = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx
          .select()
          .from(agentCalendars)
          .where(eq(agentCalendars.id, event!.agentCalendarId ?? newId())),
      );
      return [held?.calendarId, event!.syncStatus];
    };
    const before = await bookedTour(world, { startsAt: await freeTime(world, 20) });
    await eventually(async () => expect(await heldBy(before.id)).toEqual([calendarId, 'synced']));

    const kept = { id: agentAccount, summary: agentAccount, accessRole: 'owner', primary: true };
    await world.sandbox.fault({
      match: { method: 'GET', path: '/calendarList' },
      times: 0,
      then: { body: { items: [{ ...kept, timeZone: 'America/Chicago' }] } },
    });
    await checkHealth(world.unit, id);
    expect(await heldBy(before.id)).toEqual([calendarId, 'synced']);

    await world.sandbox.fault({
      match: { path: `/calendars/(${calendarId}|${encodeURIComponent(calendarId)})/` },
      times: 0,
      then: { status: 404, reason: 'notFound' },
    });
    // The next poll finds the calendar gone, and has the account checked at once.
    const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    const lost = rows.find((one) => one.calendarId === calendarId)!;
    await expect(syncCalendar(world.unit, lost.id)).rejects.toMatchObject({ fault: 'not_found' });
    await atRest(world, checkHealthJob);
    const after = await bookedTour(world, { startsAt: await freeTime(world, 30) });
    const elsewhere = async () => [await heldBy(before.id), await heldBy(after.id)];
    await eventually(async () =>
      expect(await elsewhere()).toEqual([
        [home, 'synced'],
        [home, 'synced'],
      ]),
    );

    // The team does what the alert says.
    expect((await choose(agentAccount, [agentAccount])).status).toBe(200);
    const last = await bookedTour(world, { startsAt: await freeTime(world, 40) });
    await eventually(async () => expect(await heldBy(last.id)).toEqual([agentAccount, 'synced']));
  });

  it('a tour has one event, once the calendar is shared with the account again', async () => {
    const id = await connection(agentAccount);
    const { calendars } = await ask<AccountCalendars>(owner, 'get', 'calendars', {
      connection: id,
    });
    const { calendarId } = calendars.find(({ name }) => name === 'Personal')!;
    const listed = { connection: id, blocking: [agentAccount, calendarId], default: calendarId };
    expect((await ask(owner, 'put', 'calendars', listed)).status).toBe(200);
    await synced(world);
    const booking = await bookedTour(world, { startsAt: await freeTime(world, 50) });
    const inIt = async () => {
      const path = `/_control/google/events?account=${agentAccount}&calendar=${calendarId}`;
      const { items } = await world.sandbox.get<{ items: calendar_v3.Schema$Event[] }>(path);
      const isIts = (event: calendar_v3.Schema$Event) =>
        event.extendedProperties?.private?.['lumaTourId'] === booking.id;
      return items.filter((event) => event.status !== 'cancelled' && isIts(event));
    };
    await eventually(async () => expect(await inIt()).toHaveLength(1));
    const sync = async () => {
      const all = await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.select().from(agentCalendars).where(eq(agentCalendars.calendarId, calendarId)),
      );
      await syncCalendar(world.unit, all[0]!.id);
    };
    await sync();
    await world.sandbox.fault({
      match: { path: `/calendars/(${calendarId}|${encodeURIComponent(calendarId)})/` },
      times: 0,
      then: { status: 404, reason: 'notFound' },
    });
    const kept = { id: agentAccount, summary: agentAccount, accessRole: 'owner', primary: true };
    await world.sandbox.fault({
      match: { method: 'GET', path: '/calendarList' },
      times: 0,
      then: { body: { items: [{ ...kept, timeZone: 'America/Chicago' }] } },
    });
    await checkHealth(world.unit, id);
    await writtenEvent(world, booking.id, home);
    expect(await inIt()).toHaveLength(1);
    await world.sandbox.send('DELETE', '/_control/faults');
    await checkHealth(world.unit, id);
    await sync();
    await eventually(async () => expect(await inIt()).toEqual([]));
    expect(await standing(booking.id, home)).toBe(1);
  });
});

it('has one default if several are chosen at once [C3]', async () => {
  const { id: profileId } = await profileOf(world, agentAccount);
  const choose = async (account: string) =>
    ask<AccountCalendars>(owner, 'put', 'calendars', {
      connection: await connection(account),
      blocking: [account],
      default: account,
    });
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(
      [agentAccount, home, agentAccount, home].map((account) => choose(account)),
    );
    expect(answers.map(({ status, error }) => [status, error])).toEqual(
      answers.map(() => [200, undefined]),
    );
    const defaults = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select()
        .from(agentCalendars)
        .where(and(eq(agentCalendars.profileId, profileId), eq(agentCalendars.isDefault, true))),
    );
    expect(defaults).toHaveLength(1);
  }
});
