import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  change,
  eventOf,
  followed,
  made,
  remove,
  rowFor,
  rowOf,
  showTitles,
  signing,
  syncAll,
} from '../../../../test/appointments.ts';
import { askedDuring, connectionOf, synced, timed } from '../../../../test/calendars.ts';
import { ask } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount, type Fault } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { calendarSyncLogs } from '../../../db/tables/mirror.ts';
import { enqueueUnwrittenAppointments } from '../unwritten-events.ts';

let world: World;
let manager: Browser;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
  await showTitles(world, true);
  manager = await signIn(world, { role: 'manager' });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const there = (id: string) => `/_control/google/events/${id}?account=${agentAccount}`;
const edit = (id: string, event: object) => world.sandbox.send('PATCH', there(id), event);
const onInsert = (then: Fault['then']): Fault => ({
  match: { method: 'POST', path: '/events$' },
  then,
});
const onEvent = (method: string, then: Fault['then']): Fault => ({
  match: { method, path: '/events/' },
  then,
});
const startOf = (event: { start?: { dateTime?: string | null } } | undefined) =>
  Date.parse(event?.start?.dateTime ?? '');

/** An appointment that stands on both sides. */
async function standing(input: Record<string, unknown> = {}) {
  const { id } = (await made(world, manager, input)).body.appointment;
  const row = (await followed(world, id))!;
  await world.pass();
  return { id, eventId: row.providerEventId };
}

const conflicts = (id: string) =>
  asTenant(world.ctx.db, world.scope, async (tx) => {
    const logs = await tx
      .select()
      .from(calendarSyncLogs)
      .where(eq(calendarSyncLogs.outcome, 'conflict'));
    return logs.filter((one) => one.details['appointmentId'] === id);
  });

describe('an appointment made here [S10]', () => {
  it('is written into the calendar by its job, and gets the event’s id', async () => {
    const answer = await made(world, manager, { location: 'Office', description: 'Unit 4' });
    expect(answer.status).toBe(201);
    const { id, syncStatus } = answer.body.appointment;
    expect(syncStatus).toBe('pending');
    const row = await followed(world, id);
    const [event, ...others] = await eventOf(world, id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      summary: 'Lease signing',
      location: 'Office',
      description: 'Unit 4',
    });
    expect(startOf(event)).toBe(Date.parse(signing.startsAt));
    expect(row).toMatchObject({ providerEventId: event!.id, etag: event!.etag, kind: 'signing' });
    expect(row?.agreed).toMatchObject({ title: 'Lease signing', revision: 0 });
    await syncAll(world);
    expect((await rowOf(world, id))?.title).toBe('Lease signing');
    expect(await eventOf(world, id)).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['the answer to its making is lost', onInsert({ loseAnswer: true })],
    ['its id is taken already', onInsert({ status: 409, reason: 'duplicate' })],
    ['the provider fails for a while', onInsert({ status: 503 })],
    ['the look before fails', onEvent('GET', { status: 500 })],
  ])('is there once, when %s', async (_what, fault) => {
    await world.sandbox.fault(fault);
    const { id } = await standing();
    expect(await eventOf(world, id)).toHaveLength(1);
  });

  it('can be for whole days', async () => {
    const { id } = await standing({
      startsAt: '2026-02-02',
      endsAt: '2026-02-04',
      allDay: true,
      kind: 'move_in',
    });
    const [event] = await eventOf(world, id);
    expect([event?.start?.date, event?.end?.date]).toEqual(['2026-02-02', '2026-02-04']);
    const moved = await change(manager, id, { startsAt: '2026-02-05' });
    expect(moved.body.appointment.days).toEqual({ from: '2026-02-05', to: '2026-02-07' });
    await followed(world, id);
    const [after] = await eventOf(world, id);
    expect([after?.start?.date, after?.end?.date]).toEqual(['2026-02-05', '2026-02-07']);
    await change(manager, id, {
      allDay: false,
      startsAt: '2026-02-05T16:00:00Z',
      endsAt: '2026-02-05T17:00:00Z',
    });
    await followed(world, id);
    expect(startOf((await eventOf(world, id))[0])).toBe(Date.parse('2026-02-05T16:00:00Z'));
  });

  it('leaves no event if it is deleted while the event is being written', async () => {
    await world.sandbox.fault(onInsert({ held: true }));
    const { id } = (await made(world, manager)).body.appointment;
    await world.sandbox.struck();
    await world.pass();
    expect((await remove(manager, id)).status).toBe(200);
    await world.sandbox.release();
    await eventually(async () => {
      expect(await rowOf(world, id)).toBeUndefined();
      expect(await eventOf(world, id)).toEqual([]);
    });
  });
});

describe('changed on one side', () => {
  it('changes the event after a change here, and makes no second one', async () => {
    const { id, eventId } = await standing();
    const startsAt = '2026-01-28T19:00:00Z';
    const moved = await change(manager, id, { startsAt, title: 'Signing, moved' });
    expect(moved.body.appointment).toMatchObject({ startsAt, endsAt: '2026-01-28T20:00:00Z' });
    await followed(world, id);
    const [event, ...others] = await eventOf(world, id);
    expect(others).toEqual([]);
    expect([event?.id, event?.summary, startOf(event)]).toEqual([
      eventId,
      'Signing, moved',
      Date.parse(startsAt),
    ]);
    await world.pass();
    expect((await remove(manager, id)).status).toBe(200);
    await followed(world, id);
    expect(await rowOf(world, id)).toBeUndefined();
    expect((await world.sandbox.events()).map((one) => one.id)).not.toContain(eventId);
  });

  it('changes the row after a change there', async () => {
    const { id, eventId } = await standing();
    await edit(eventId, {
      summary: 'Moved by Maya',
      ...timed('2026-01-29T16:00:00Z', '2026-01-29T17:00:00Z'),
    });
    await syncAll(world);
    expect(await rowOf(world, id)).toMatchObject({
      title: 'Moved by Maya',
      kind: 'signing',
      startsAt: Date.parse('2026-01-29T16:00:00Z'),
    });
    await world.sandbox.send('DELETE', there(eventId));
    await syncAll(world);
    expect(await rowOf(world, id)).toBeUndefined();
  });

  it('can change an event that others made there, of a series one instance alone', async () => {
    const series = await world.sandbox.addEvent({
      summary: 'Stand-up',
      start: { dateTime: '2026-01-27T15:00:00Z', timeZone: 'America/Chicago' },
      end: { dateTime: '2026-01-27T15:15:00Z', timeZone: 'America/Chicago' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    });
    await syncAll(world);
    const instance = (day: string) => rowFor(world, `${series.id}_202601${day}T150000Z`);
    const [second, third] = [(await instance('28'))!, (await instance('29'))!];
    await world.pass();
    await change(manager, second.id, { startsAt: '2026-01-28T18:00:00Z', title: 'Stand-up, late' });
    await remove(manager, third.id);
    for (const { id } of [second, third]) await followed(world, id);
    await syncAll(world);
    const items = await world.sandbox.get<{
      items: { summary: string; recurringEventId?: string; start: { dateTime?: string } }[];
    }>(`/_control/google/events?account=${agentAccount}&singleEvents=true&orderBy=startTime`);
    const stand = items.items.filter((one) => one.recurringEventId === series.id);
    expect(stand.map((one) => [one.summary, Date.parse(one.start.dateTime ?? '')])).toEqual([
      ['Stand-up', Date.parse('2026-01-27T15:00:00Z')],
      ['Stand-up, late', Date.parse('2026-01-28T18:00:00Z')],
    ]);
    expect(await instance('29')).toBeUndefined();
    expect(await instance('28')).toMatchObject({ seriesId: series.id, title: 'Stand-up, late' });
  });
});

describe('changed on both sides [S5]', () => {
  it('the later move and our words hold, and both versions are kept', async () => {
    const { id, eventId } = await standing();
    await world.sandbox.fault(onEvent('GET', { status: 503 }));
    await change(manager, id, { startsAt: '2026-01-30T16:00:00Z', title: 'Ours' });
    await world.pass();
    await edit(eventId, {
      summary: 'Theirs',
      location: 'Lobby',
      ...timed('2026-01-30T20:00:00Z', '2026-01-30T21:00:00Z'),
    });
    await followed(world, id);
    const [event] = await eventOf(world, id);
    expect(event).toMatchObject({ summary: 'Ours', location: 'Lobby' });
    expect(startOf(event)).toBe(Date.parse('2026-01-30T20:00:00Z'));
    expect(await rowOf(world, id)).toMatchObject({
      title: 'Ours',
      location: 'Lobby',
      startsAt: Date.parse('2026-01-30T20:00:00Z'),
    });
    expect((await conflicts(id)).at(-1)?.details).toMatchObject({
      ours: { title: 'Ours', startsAt: '2026-01-30T16:00:00Z' },
      theirs: { title: 'Theirs', startsAt: '2026-01-30T20:00:00Z' },
    });
  });

  it('a deletion there wins over an edit here', async () => {
    const { id, eventId } = await standing();
    await world.sandbox.fault(onEvent('GET', { status: 503 }));
    await change(manager, id, { title: 'Ours' });
    await world.sandbox.send('DELETE', there(eventId));
    await eventually(async () => expect(await rowOf(world, id)).toBeUndefined());
    expect(await conflicts(id)).not.toEqual([]);
  });

  it('a refused version tag is looked at again', async () => {
    const { id } = await standing();
    await world.sandbox.fault(onEvent('PATCH', { status: 412, reason: 'conditionNotMet' }));
    await change(manager, id, { title: 'After all' });
    await followed(world, id);
    expect((await eventOf(world, id))[0]?.summary).toBe('After all');
    expect(await conflicts(id)).toHaveLength(1);
  });

  it('a write of ours whose answer was lost does not count as a change there', async () => {
    const { id } = await standing();
    await world.sandbox.fault(onEvent('PATCH', { loseAnswer: true }));
    await change(manager, id, { startsAt: '2026-01-31T16:00:00Z' });
    await world.sandbox.struck();
    await change(manager, id, { startsAt: '2026-01-31T18:00:00Z' });
    await followed(world, id);
    expect(startOf((await eventOf(world, id))[0])).toBe(Date.parse('2026-01-31T18:00:00Z'));
    expect(await conflicts(id)).toEqual([]);
  });
});

describe('what cannot be written', () => {
  it('is refused at once in a calendar that the account may only read', async () => {
    const { id } = await standing();
    const writable = (is: boolean) =>
      asTenant(world.ctx.db, world.scope, (tx) => tx.update(agentCalendars).set({ writable: is }));
    await writable(false);
    const asked = await askedDuring(world, async () => {
      for (const refused of [
        await made(world, manager),
        await change(manager, id, { title: 'No' }),
        await remove(manager, id),
      ])
        expect([refused.status, refused.body.error?.code]).toEqual([422, 'CALENDAR_NOT_WRITABLE']);
    });
    expect(asked).toEqual([]);
    await writable(true);
    expect(await rowOf(world, id)).toMatchObject({ syncStatus: 'synced', title: signing.title });
  });

  it('goes where new tours go: never to a calendar that may only be read', async () => {
    const other = 'agent2@example.com';
    await world.connect(other, agentAccount);
    await synced(world);
    const main = (writable: boolean) =>
      asTenant(world.ctx.db, world.scope, (tx) =>
        tx.update(agentCalendars).set({ writable }).where(eq(agentCalendars.isDefault, true)),
      );
    await main(false);
    const { id } = await standing();
    expect(await eventOf(world, id, other)).toHaveLength(1);
    await main(true);
    const { id: connection } = await connectionOf(world, agentAccount, other);
    expect((await ask(manager, 'post', 'disconnect', { connection })).status).toBe(200);
  });

  it('takes over the event’s content if the event is somebody else’s', async () => {
    const { id } = await standing();
    await world.sandbox.fault(onEvent('PATCH', { status: 403, reason: 'forbidden' }));
    await change(manager, id, { title: 'Ours' });
    expect(await followed(world, id)).toMatchObject({
      title: signing.title,
      lastError: expect.stringContaining('belongs to somebody else') as string,
    });
  });

  it('is found by the sweep if its job was lost', async () => {
    await world.sandbox.fault(onInsert({ status: 403, reason: 'forbidden' }));
    const { id } = (await made(world, manager)).body.appointment;
    await eventually(async () => expect((await rowOf(world, id))?.syncStatus).toBe('failed'));
    expect(await enqueueUnwrittenAppointments(world.ctx)).toBe(0);
    await world.pass(16 * 60_000);
    expect(await enqueueUnwrittenAppointments(world.ctx)).toBe(1);
    await followed(world, id);
    expect(await eventOf(world, id)).toHaveLength(1);
  });

  it('waits while the grant is dead, and is written when it comes back', async () => {
    const { id: old } = await standing();
    await world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
    await world.pass(3_600_000);
    const { id } = (await made(world, manager)).body.appointment;
    await remove(manager, old);
    await eventually(async () =>
      expect((await connectionOf(world, agentAccount)).tokenStatus).toBe('revoked'),
    );
    await eventually(async () => expect((await rowOf(world, id))?.lastError).toMatch(/has ended/));
    expect((await rowOf(world, id))?.syncStatus).toBe('pending');
    await world.pass();
    await world.connect();
    for (const one of [id, old]) await followed(world, one);
    expect(await eventOf(world, id)).toHaveLength(1);
    await eventually(async () => expect(await rowOf(world, old)).toBeUndefined());
    expect(await eventOf(world, old)).toEqual([]);
  });
});
