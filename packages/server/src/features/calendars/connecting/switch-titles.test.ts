import type { AccountCalendars } from '@luma-leasing/types/calendar';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  calendarView,
  change,
  followed,
  made,
  rowFor,
  rowOf,
  signing,
  syncAll,
} from '../../../../test/appointments.ts';
import { connectionOf, synced, timed } from '../../../../test/calendars.ts';
import { ask, seenConnections } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { calendarSyncLogs } from '../../../db/tables/mirror.ts';
import { syncCalendar } from '../../sync/mirror/sync-calendar.ts';

let world: World;
let manager: Browser;
let connection: string;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
  manager = await signIn(world, { role: 'manager' });
  connection = (await connectionOf(world, agentAccount)).id;
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const words = { summary: 'Oncologist', location: 'Room 4', description: 'Bring the results' };
const unread = { title: null, location: null, description: null };
const read = { title: words.summary, location: words.location, description: words.description };
let slot = 0;
const addEvent = async (more: { visibility?: string } = {}) => {
  const start = Date.parse('2026-01-29T12:00:00Z') + ++slot * 3_600_000;
  const iso = (ms: number) => new Date(ms).toISOString();
  const when = timed(iso(start), iso(start + 1_800_000));
  return (await world.sandbox.addEvent({ ...words, ...when, ...more })).id!;
};
const eventThere = async (id: string) =>
  (await world.sandbox.events()).find((event) => event.id === id);
const tryToChoose = (choice: { showTitles?: string[] }) =>
  ask<AccountCalendars>(manager, 'put', 'calendars', {
    connection,
    blocking: [agentAccount],
    ...choice,
  });
const choose = async (choice: { showTitles?: string[] }) => {
  const answer = await tryToChoose(choice);
  expect(answer).toMatchObject({ status: 200 });
  return answer;
};
const shown = async () => {
  const { calendars } = await ask<AccountCalendars>(manager, 'get', 'calendars', { connection });
  const [status] = await seenConnections(manager);
  return [calendars.find((one) => one.primary)?.showTitles, status?.calendars[0]?.showTitles];
};
const calendar = async () =>
  (await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(agentCalendars)))[0]!;
const onList = { method: 'GET', path: '/events$' };

describe('the text of others’ events in a calendar [S6]', () => {
  let event: string;
  it('is not read until a manager allows it', async () => {
    event = await addEvent();
    await syncAll(world);
    expect(await shown()).toEqual([false, false]);
    const row = (await rowFor(world, event))!;
    expect(row).toMatchObject({ ...unread, busy: true, agreed: { title: '', description: '' } });
    const { events } = (await calendarView(manager)).body;
    expect(events.find((one) => one.id === row.id)).toMatchObject({
      title: 'Busy',
      location: null,
      description: null,
      busy: true,
    });
  });

  it('is read then, also of older events', async () => {
    const answer = await choose({ showTitles: [agentAccount] });
    expect(answer.calendars.find((one) => one.primary)).toMatchObject({ showTitles: true });
    await eventually(async () => expect(await rowFor(world, event)).toMatchObject(read));
    expect(await shown()).toEqual([true, true]);
    await choose({});
    expect(await shown()).toEqual([true, true]);
    expect(await rowFor(world, event)).toMatchObject(read);
  });

  it.each(['private', 'confidential'])('stays unread if the event is %s', async (as) => {
    const id = await addEvent({ visibility: as });
    await syncAll(world);
    const row = (await rowFor(world, id))!;
    expect(row).toMatchObject({ ...unread, busy: true });
    await change(manager, row.id, { startsAt: '2026-01-31T17:00:00Z', description: '' });
    expect(await followed(world, row.id)).toMatchObject({ ...unread, syncStatus: 'synced' });
    expect(await eventThere(id)).toMatchObject({ ...words, visibility: as });
    const there = `/_control/google/events/${event}?account=${agentAccount}`;
    await world.sandbox.send('PATCH', there, { visibility: as });
    await syncAll(world);
    expect(await rowFor(world, event)).toMatchObject(unread);
    await world.sandbox.send('PATCH', there, { visibility: 'default' });
    await syncAll(world);
    expect(await rowFor(world, event)).toMatchObject(read);
  });

  it('is always read of an appointment made here, also of a private one', async () => {
    const { id } = (await made(world, manager)).body.appointment;
    const { providerEventId } = (await followed(world, id))!;
    const there = `/_control/google/events/${providerEventId}?account=${agentAccount}`;
    await world.sandbox.send('PATCH', there, { visibility: 'private', location: 'Office' });
    await syncAll(world);
    expect(await rowOf(world, id)).toMatchObject({ title: signing.title, location: 'Office' });
    await choose({ showTitles: [] });
    expect(await rowOf(world, id)).toMatchObject({ title: signing.title, location: 'Office' });
    await choose({ showTitles: [agentAccount] });
    await eventually(async () => expect(await rowFor(world, event)).toMatchObject(read));
  });

  it('is deleted at once when it is no longer allowed, also if the provider fails', async () => {
    await world.sandbox.fault({ match: onList, times: 0, then: { status: 503 } });
    await choose({ showTitles: [] });
    expect(await rowFor(world, event)).toMatchObject({ ...unread, agreed: { title: '' } });
    expect((await calendar()).syncToken).toBeNull();
    await world.sandbox.send('DELETE', '/_control/faults');
    await syncAll(world);
    // The job that the provider refused may list the calendar at the same time, and go further.
    await eventually(async () => expect((await calendar()).syncToken).not.toBeNull());
    expect(await rowFor(world, event)).toMatchObject(unread);
    expect(await eventThere(event)).toMatchObject(words);
  });

  it('is not stored by a sync that was running at that moment', async () => {
    await choose({ showTitles: [agentAccount] });
    await eventually(async () => expect(await rowFor(world, event)).toMatchObject(read));
    await synced(world);
    const { id } = await calendar();
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(agentCalendars).set({ syncToken: null }),
    );
    await world.sandbox.fault({ match: onList, then: { held: true } });
    const listing = syncCalendar(world.unit, id);
    await world.sandbox.struck();
    await choose({ showTitles: [] });
    await world.sandbox.release();
    await listing;
    expect(await rowFor(world, event)).toMatchObject(unread);
  });

  it('stays if the team wrote it and it is not in the calendar yet', async () => {
    await choose({ showTitles: [agentAccount] });
    await eventually(async () => expect(await rowFor(world, event)).toMatchObject(read));
    const { id } = (await rowFor(world, event))!;
    const onEvent = { method: 'GET', path: `/events/${event}$` };
    await world.sandbox.fault({ match: onEvent, then: { status: 503 } });
    await change(manager, id, { title: 'Doctor' });
    await choose({ showTitles: [] });
    await followed(world, id);
    expect(await eventThere(event)).toMatchObject({ ...words, summary: 'Doctor' });
    expect(await rowFor(world, event)).toMatchObject(unread);
  });

  describe('in the logs of conflicts', () => {
    const titlesIn = async (appointmentId: string) =>
      (
        await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(calendarSyncLogs))
      ).flatMap(({ details }) => {
        const { ours, theirs } = details as Record<string, { title?: string } | undefined>;
        const isIts = details['appointmentId'] === appointmentId && ours;
        return isIts ? [[ours.title, theirs?.title]] : [];
      });
    /** Both sides move and rename the event before either knows of the other's change. */
    const disagree = async (id: string, eventId: string, hour: number) => {
      const at = (minute: number) => `2026-02-03T${hour}:${minute}:00Z`;
      const onEvent = { method: 'GET', path: `/events/${eventId}$` };
      await world.sandbox.fault({ match: onEvent, then: { status: 503 } });
      await change(manager, id, { title: 'Doctor', startsAt: at(10) });
      await world.pass();
      await world.sandbox.send(
        'PATCH',
        `/_control/google/events/${eventId}?account=${agentAccount}`,
        { summary: 'Chemotherapy', ...timed(at(20), at(50)) },
      );
    };
    const readRow = async (eventId: string) => {
      await choose({ showTitles: [agentAccount] });
      await eventually(async () => expect(await rowFor(world, eventId)).toMatchObject(read));
      return (await rowFor(world, eventId))!.id;
    };

    it('is deleted, except of appointments made here', async () => {
      const eventId = await addEvent();
      const id = await readRow(eventId);
      const ours = (await made(world, manager)).body.appointment.id;
      const { providerEventId } = (await followed(world, ours))!;
      await disagree(id, eventId, 15);
      await disagree(ours, providerEventId, 17);
      for (const one of [id, ours]) {
        await followed(world, one);
        expect(await titlesIn(one)).toContainEqual(['Doctor', 'Chemotherapy']);
      }
      await choose({ showTitles: [] });
      expect(new Set((await titlesIn(id)).flat())).toEqual(new Set([undefined]));
      expect(await titlesIn(ours)).toContainEqual(['Doctor', 'Chemotherapy']);
    });

    it('is not added by a job that was settling a conflict at that moment', async () => {
      const eventId = await addEvent();
      const id = await readRow(eventId);
      await world.sandbox.send('DELETE', '/_control/faults');
      await disagree(id, eventId, 19);
      const writing = { method: 'PATCH', path: `/events/${eventId}$` };
      await world.sandbox.fault({ match: writing, then: { held: true } });
      await world.sandbox.struck();
      await choose({ showTitles: [] });
      await world.sandbox.release();
      await followed(world, id);
      expect((await titlesIn(id)).length).toBeGreaterThan(0);
      expect(new Set((await titlesIn(id)).flat())).toEqual(new Set([undefined]));
    });
  });

  it('cannot be switched for a calendar that the account does not have', async () => {
    const refused = await tryToChoose({ showTitles: ['nowhere'] });
    expect([refused.status, refused.error.code]).toEqual([404, 'NOT_FOUND']);
  });
});
