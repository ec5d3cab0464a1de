import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  calendarView,
  change,
  followed,
  made,
  read,
  remove,
  rowFor,
  rowOf,
  showTitles,
  signing,
  syncAll,
} from '../../../test/appointments.ts';
import { askedDuring, freeBusyPath, profileOf, synced, timed } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { signIn, type Browser } from '../../../test/members.ts';
import { bookedTour, freeSlots } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { appointmentHistory } from '../../db/tables/mirror.ts';

const [maya, sam] = ['maya@example.com', 'sam@example.com'];
let world: World;
let manager: Browser;
let mayasBrowser: Browser;
let stranger: Browser;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Maya', email: maya },
      { name: 'Sam', email: sam },
    ],
  });
  await world.connect(maya);
  await synced(world);
  await world.addProperty({ slug: 'oak-park', key: 'pk_oak' });
  manager = await signIn(world, { role: 'manager' });
  mayasBrowser = await signIn(world, { role: 'agent', email: maya });
  stranger = await signIn(world, { role: 'owner', property: 'oak-park' });
  for (const email of [maya, sam]) ids[email] = (await profileOf(world, email)).id;
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const make = (browser: Browser, input: Record<string, unknown> = {}) =>
  made(world, browser, { agentId: ids[maya], ...input });
const path = '/api/dashboard/appointments';

describe('busy time', () => {
  it('includes a new appointment at once, before it is in any calendar', async () => {
    await world.sandbox.fault({
      match: { method: 'POST', path: '/events$' },
      times: 0,
      then: { status: 503 },
    });
    const startsAt = '2026-01-30T16:00:00Z';
    const { body } = await make(manager, { startsAt, endsAt: '2026-01-30T17:00:00Z' });
    const free = async () => (await freeSlots(world)).map((slot) => slot.startsAt);
    expect(await free()).not.toContain(startsAt);
    // Also if Google is asked, which does not know the appointment.
    const calendar = (lastSyncedAt: number) =>
      asTenant(world.ctx.db, world.scope, (tx) => tx.update(agentCalendars).set({ lastSyncedAt }));
    await calendar(world.clock.now() - 11 * 60_000);
    world.ctx.changes.note([world.scope.propertyId]);
    const asked = await askedDuring(world, async () =>
      expect(await free()).not.toContain(startsAt),
    );
    expect(asked.some((one) => new RegExp(freeBusyPath).test(one.path))).toBe(true);
    expect((await world.book({ startsAt })).error.code).toBe('SLOT_TAKEN');
    await remove(manager, body.appointment.id);
    expect(await free()).toContain(startsAt);
    await world.sandbox.send('DELETE', '/_control/faults');
    await followed(world, body.appointment.id);
    await syncAll(world);
  });
});

describe('the calendar of a property [M3, S6]', () => {
  it('shows tours and events, each with its sync status', async () => {
    const tour = await bookedTour(world);
    const { body } = await make(manager);
    const { status, body: view } = await calendarView(manager);
    expect(status).toBe(200);
    expect(view.timezone).toBe('America/Chicago');
    expect(view.agents.map((one) => one.name)).toEqual(['Front desk', 'Maya', 'Sam']);
    expect(view.tours.find((one) => one.id === tour.id)).toMatchObject({
      agent: { name: 'Maya' },
      prospect: { firstName: 'Ana' },
    });
    expect(view.events.find((one) => one.id === body.appointment.id)).toMatchObject({
      title: signing.title,
      agentId: ids[maya],
      kind: 'signing',
      editable: true,
    });
    await followed(world, body.appointment.id);
    const after = (await calendarView(manager)).body.events;
    expect(after.find((one) => one.id === body.appointment.id)?.syncStatus).toBe('synced');
  });

  it('shows titles only if a manager allows it, and never erases them in the calendar', async () => {
    const { id: eventId } = await world.sandbox.addEvent(
      {
        summary: 'Therapy',
        description: 'Private',
        ...timed('2026-01-29T20:00:00Z', '2026-01-29T21:00:00Z'),
      },
      maya,
    );
    const own = (await make(manager)).body.appointment;
    await followed(world, own.id);
    await syncAll(world);
    const row = (await rowFor(world, eventId!))!;
    const seen = async () => (await calendarView(manager)).body.events;
    expect((await seen()).find((one) => one.id === row.id)).toMatchObject({
      title: 'Busy',
      description: null,
      busy: true,
    });
    expect((await seen()).find((one) => one.id === own.id)?.title).toBe(signing.title);
    // A person who cannot read the event moves it; its words stay.
    await change(manager, row.id, { startsAt: '2026-01-29T22:00:00Z' });
    expect(await followed(world, row.id)).toMatchObject({ title: null, syncStatus: 'synced' });
    const event = async () => (await world.sandbox.events(maya)).find((one) => one.id === eventId);
    expect(await event()).toMatchObject({ summary: 'Therapy', description: 'Private' });
    // A form sends back the substitutes that it showed.
    const shown = { title: 'Busy', location: '', description: '' };
    await change(manager, row.id, { ...shown, startsAt: '2026-01-29T23:00:00Z' });
    await followed(world, row.id);
    expect(await event()).toMatchObject({ summary: 'Therapy', description: 'Private' });
    await change(manager, row.id, { ...shown, title: 'Moved by the office' });
    await followed(world, row.id);
    expect(await event()).toMatchObject({
      summary: 'Moved by the office',
      description: 'Private',
    });
    const named = await change(manager, row.id, { kind: 'meeting' });
    expect([named.status, named.body.error?.code]).toEqual([422, 'INVALID_REQUEST']);
    await showTitles(world, true);
    await syncAll(world);
    expect((await seen()).find((one) => one.id === row.id)?.title).toBe('Moved by the office');
    await showTitles(world, false);
  });

  it('shows events that began long before, but none that have ended', async () => {
    const add = (from: string, to: string) => world.sandbox.addEvent(timed(from, to), maya);
    await add('2026-01-20T00:00:00Z', '2026-01-27T17:00:00Z');
    await add('2026-01-10T00:00:00Z', '2026-01-20T17:00:00Z');
    await syncAll(world);
    const { events } = (await calendarView(manager)).body;
    const begun = events.filter(
      (event) => Date.parse(event.startsAt) < Date.parse('2026-01-26T00:00:00Z'),
    );
    expect(begun.map(({ endsAt }) => endsAt)).toEqual(['2026-01-27T17:00:00Z']);
  });
});

describe('access', () => {
  it('agents see and change only their own events', async () => {
    await world.connect(sam);
    await synced(world);
    const sams = (await make(manager, { agentId: ids[sam] })).body.appointment;
    const view = (await calendarView(mayasBrowser)).body;
    expect(view.agents.map((one) => one.name)).toEqual(['Maya']);
    expect(view.events.every((one) => one.agentId === ids[maya])).toBe(true);
    const refused = await make(mayasBrowser, { agentId: ids[sam] });
    expect([refused.status, refused.body.error?.code]).toEqual([403, 'FORBIDDEN']);
    for (const answer of [
      await change(mayasBrowser, sams.id, { title: 'Mine' }),
      await remove(mayasBrowser, sams.id),
    ])
      expect([answer.status, answer.body.error?.code]).toEqual([404, 'NOT_FOUND']);
    expect((await make(mayasBrowser)).status).toBe(201);
  });

  it('other organizations, and people who are not signed in, have none', async () => {
    const { id } = (await make(manager)).body.appointment;
    for (const answer of [
      await make(stranger),
      await make(stranger, { property: 'oak-park' }),
      await change(stranger, id, { title: 'Theirs' }),
      await remove(stranger, id),
      await calendarView(stranger),
    ])
      expect([answer.status, answer.body.error?.code]).toEqual([404, 'NOT_FOUND']);
    expect((await rowOf(world, id))?.title).toBe(signing.title);
    const nobody: Browser = { ...manager, send: (method, to) => world.request(to, { method }) };
    expect((await calendarView({ ...nobody, get: (to) => world.request(to) })).status).toBe(401);
    expect((await remove(nobody, id)).status).toBe(415);
  });
});

describe('the history of an event [B6]', () => {
  it('keeps who did what from our side, also for deleted events, but no words of the event', async () => {
    const { id } = (await make(manager)).body.appointment;
    await followed(world, id);
    await change(mayasBrowser, id, { startsAt: '2026-01-28T18:00:00Z', title: 'A secret' });
    await followed(world, id);
    await remove(mayasBrowser, id);
    await eventually(async () => expect(await rowOf(world, id)).toBeUndefined());
    const history = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select()
        .from(appointmentHistory)
        .where(eq(appointmentHistory.appointmentId, id))
        .orderBy(appointmentHistory.at),
    );
    const moved = { startsAt: '2026-01-28T18:00:00Z', endsAt: '2026-01-28T19:00:00Z' };
    expect(history).toMatchObject([
      { action: 'created', actor: 'manager', via: 'dashboard', details: { to: {} } },
      { action: 'changed', actor: 'agent', details: { to: moved, words: ['title'] } },
      { action: 'deleted', actor: 'agent', details: { from: moved } },
    ]);
    for (const { actorUserId } of history) expect(actorUserId).toEqual(expect.any(String));
    expect(JSON.stringify(history)).not.toContain('secret');
  });
});

describe('bad input', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['ends before it starts', { endsAt: '2026-01-28T15:00:00Z' }, 422, 'INVALID_REQUEST'],
    ['takes no time', { endsAt: signing.startsAt }, 422, 'INVALID_REQUEST'],
    ['never ends', { endsAt: '2031-01-28T15:00:00Z' }, 422, 'INVALID_REQUEST'],
    ['is of a day, but not all day', { startsAt: '2026-01-28' }, 422, 'INVALID_REQUEST'],
    ['is at no time', { startsAt: 'noon' }, 422, 'INVALID_REQUEST'],
    ['is at the end of days', { startsAt: '9999-12-31T23:59:59-23:59' }, 422, 'INVALID_REQUEST'],
    ['has no title', { title: '  ' }, 422, 'INVALID_REQUEST'],
    ['is of no kind', { kind: 'party' }, 422, 'INVALID_REQUEST'],
    ['is nobody’s', { agentId: crypto.randomUUID() }, 404, 'NOT_FOUND'],
    ['is nowhere', { property: 'atlantis' }, 404, 'NOT_FOUND'],
  ])('an appointment that %s', async (_what, input, status, code) => {
    const refused = await make(manager, input);
    expect([refused.status, refused.body.error?.code]).toEqual([status, code]);
  });

  it('an agent without a calendar, an unknown appointment, too long a period', async () => {
    const desk = (await calendarView(manager)).body.agents.find((one) => one.name === 'Front desk');
    const refused = await make(manager, { agentId: desk!.id });
    expect(refused.body.error?.code).toBe('CALENDAR_NOT_CONNECTED');
    for (const id of ['nonsense', crypto.randomUUID()])
      expect((await change(manager, id, { title: 'x' })).status).toBe(404);
    const wide = '/api/dashboard/calendar?property=maple-court&from=2026-01-01T00:00:00Z&to=2027';
    expect((await read(manager.get(`${wide}-01-01T00:00:00Z`))).status).toBe(422);
    for (const [from, to] of [
      ['9999-12-31T00:00:00Z', '9999-12-31T23:59:59-23:59'],
      ['0000-01-01T00:00:00%2B23:59', '0000-01-02T00:00:00Z'],
    ]) {
      const far = `/api/dashboard/calendar?property=maple-court&from=${from}&to=${to}`;
      expect(await read(manager.get(far))).toMatchObject({ status: 200, body: { events: [] } });
    }
    const noObject = manager.send('PATCH', `${path}/${crypto.randomUUID()}`, 'x');
    expect((await read(noObject)).status).toBe(422);
  });
});
