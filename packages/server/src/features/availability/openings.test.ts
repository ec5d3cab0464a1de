import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alsoShows, mirror, profileOf, timed } from '../../../test/calendars.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { someone } from '../../../test/tours.ts';
import { contact } from '../../../test/usual-property.ts';
import { createWorld, monday, type World } from '../../../test/world.ts';
import { asSystem, asTenant, type TenantScope } from '../../db/scope.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { lumaleasingConfig } from '../../db/tables/properties.ts';
import { tourSlots } from '../../db/tables/tours.ts';

const minute = 60_000;
const other = 'second@example.com';

let world: World;
beforeAll(async () => {
  world = await createWorld({ mirror: false });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await mirror(world, agentAccount, null);
});

const isFree = async (date: string, time: string, key: string) => {
  const { slotsByDate } = await world.availability('', { 'X-API-Key': key });
  return slotsByDate[date]?.find((slot) => slot.time === time)?.available;
};

describe('several agents [A2, A6]', () => {
  let scope: TenantScope;
  beforeAll(async () => {
    scope = await world.addProperty({
      slug: 'two-agents',
      key: 'pk_two',
      organization: { id: world.scope.organizationId, name: '' },
      agents: [{ name: 'Sam Rivera', email: other }],
    });
    await alsoShows(world, agentAccount, scope);
    await world.connect(other, other, 'two-agents');
  });

  it('offers a time if at least one of them can take it', async () => {
    const span = timed('2026-01-28T15:00:00Z', '2026-01-29T00:00:00Z');
    await world.sandbox.addEvent(span);
    expect(await isFree('2026-01-28', '12:00', 'pk_two')).toBe(true);
    await world.sandbox.addEvent(timed('2026-01-28T18:00:00Z', '2026-01-28T18:30:00Z'), other);
    expect(await isFree('2026-01-28', '12:00', 'pk_two')).toBe(false);
    expect(await isFree('2026-01-28', '13:00', 'pk_two')).toBe(true);
  });

  it('leaves out an agent whose busy time is unknown, and offers the other’s times', async () => {
    const freebusyErrors = { [other]: 'backendError' };
    await world.sandbox.fault({ match: {}, times: 0, then: { freebusyErrors } });
    expect(await isFree('2026-01-28', '13:00', 'pk_two')).toBeUndefined();
    expect(await isFree('2026-01-29', '13:00', 'pk_two')).toBe(true);
  });

  it('reports the worst source and the oldest `asOf`', async () => {
    await mirror(world, agentAccount, monday - 180 * minute);
    const freebusyErrors = { [agentAccount]: 'backendError' };
    await world.sandbox.fault({ match: {}, times: 0, then: { freebusyErrors } });
    expect(await world.availability('', { 'X-API-Key': 'pk_two' })).toMatchObject({
      source: 'stale',
      asOf: '2026-01-26T09:00:00Z',
    });
  });

  it('knows an agent of two properties to be busy at both [A5]', async () => {
    const startsAt = '2026-01-30T18:00:00Z';
    const { status } = await world.book({ startsAt });
    expect(status).toBe(201);
    // Only our own tour can show it: the mirror is fresh, so the calendar is not asked, and Sam is away.
    await world.sandbox.addEvent(timed('2026-01-30T15:00:00Z', '2026-01-31T00:00:00Z'), other);
    await mirror(world, agentAccount, monday - minute);
    expect(await isFree('2026-01-30', '12:00', 'pk_two')).toBeFalsy();
    expect(await isFree('2026-01-30', '13:00', 'pk_two')).toBe(true);
  });
});

describe('a property with a smaller buffer than the agent’s other one [A2, B1]', () => {
  it('offers no time that could never be booked', async () => {
    const email = 'both@example.com';
    await world.addProperty({
      slug: 'wide',
      key: 'pk_wide',
      organization: { id: world.scope.organizationId, name: '' },
      config: { bufferMinutes: 60 },
      agents: [{ name: 'Bo', email }],
    });
    const narrow = await world.addProperty({
      slug: 'narrow',
      key: 'pk_narrow',
      organization: { id: world.scope.organizationId, name: '' },
      agents: [],
    });
    await alsoShows(world, email, narrow);
    await world.connect(email, email, 'wide');
    const at = { 'X-API-Key': 'pk_wide' };
    const { booking } = await world.book({ startsAt: '2026-01-28T18:00:00Z', ...someone() }, at);
    expect(booking.status).toBe('confirmed');
    await mirror(world, email, world.clock.now());
    const free = ['12:30', '13:00', '13:30', '14:00'].map((time) =>
      isFree('2026-01-28', time, 'pk_narrow'),
    );
    // With its buffer, the agent's tour at the other property lasts until 13:30.
    expect(await Promise.all(free)).toEqual([false, false, true, true]);
    for (const [time, status] of [
      ['19:00', 409],
      ['19:30', 201],
    ] as const) {
      const startsAt = `2026-01-28T${time}:00Z`;
      const booked = await world.book({ startsAt, ...someone() }, { 'X-API-Key': 'pk_narrow' });
      expect(booked.status).toBe(status);
    }
  });
});

describe('times by hand [A6]', () => {
  let scope: TenantScope;
  const ask = () => world.availability('', { 'X-API-Key': 'pk_manual' });
  const open = (profileId: string, times: string[]) =>
    asTenant(world.ctx.db, scope, (tx) =>
      tx.insert(tourSlots).values(
        times.map((at) => ({
          propertyId: scope.propertyId,
          profileId,
          startsAt: Date.parse(at),
        })),
      ),
    );
  beforeAll(async () => {
    scope = await world.addProperty({
      slug: 'by-hand',
      key: 'pk_manual',
      organization: { id: world.scope.organizationId, name: '' },
      agents: [{ name: 'Pat', email: 'pat@example.com' }],
    });
  });

  it('may be missing: the answer says whom to contact', async () => {
    const { status, error } = await ask();
    expect(status).toBe(503);
    expect(error).toMatchObject({ code: 'CALENDAR_NOT_CONNECTED', contact });
    expect(error.message).toMatch(/contact us/);
  });

  it('are offered, and booked, while no calendar is connected', async () => {
    const { id: profileId } = await profileOf(world, 'pat@example.com');
    // Inside the notice, free, and past the horizon.
    await open(profileId, ['2026-01-26T13:00:00Z', '2026-01-28T16:00:00Z', '2026-03-28T16:00:00Z']);
    const offered = await ask();
    expect(offered).toMatchObject({ source: 'manual', availableDates: ['2026-01-28'] });
    expect(offered.slotsByDate['2026-01-28']).toEqual([
      { time: '10:00', startsAt: '2026-01-28T16:00:00Z', available: true },
    ]);
    const booked = await world.book(
      { startsAt: '2026-01-28T16:00:00Z' },
      { 'X-API-Key': 'pk_manual' },
    );
    expect(booked.booking).toMatchObject({ status: 'confirmed', agentName: 'Pat' });
    expect((await ask()).availableDates).toEqual([]);
  });

  it('are the only source, so dates without any have no times', async () => {
    const none = await world.availability('?from=2026-02-02&days=3', { 'X-API-Key': 'pk_manual' });
    expect(none).toMatchObject({ status: 200, source: 'manual', availableDates: [] });
    const refused = await world.book(
      { startsAt: '2026-02-03T16:00:00Z', ...someone() },
      { 'X-API-Key': 'pk_manual' },
    );
    expect([refused.status, refused.error.code]).toEqual([422, 'SLOT_NOT_OFFERED']);
  });

  it('respect the daily caps', async () => {
    const { id: profileId } = await profileOf(world, 'pat@example.com');
    const setCaps = (property: number | null, agent: number | null) =>
      Promise.all([
        asSystem(world.ctx.db, (tx) =>
          tx
            .update(lumaleasingConfig)
            .set({ dailyCap: property })
            .where(eq(lumaleasingConfig.propertyId, scope.propertyId)),
        ),
        asTenant(world.ctx.db, scope, (tx) =>
          tx
            .update(propertyAgents)
            .set({ dailyCap: agent })
            .where(eq(propertyAgents.profileId, profileId)),
        ),
      ]);
    await open(profileId, ['2026-01-28T18:00:00Z', '2026-01-29T18:00:00Z']);
    // The 28th has the tour that was booked above.
    for (const [property, agent, dates] of [
      [1, null, ['2026-01-29']],
      [null, 1, ['2026-01-29']],
      [2, 2, ['2026-01-28', '2026-01-29']],
      [null, null, ['2026-01-28', '2026-01-29']],
    ] as const) {
      await setCaps(property, agent);
      expect((await ask()).availableDates).toEqual(dates);
    }
  });

  it('are not offered if their agent no longer shows the property', async () => {
    const { id: profileId } = await profileOf(world, 'pat@example.com');
    const show = (active: boolean) =>
      asTenant(world.ctx.db, scope, (tx) =>
        tx.update(propertyAgents).set({ active }).where(eq(propertyAgents.profileId, profileId)),
      );
    const [desk] = await asTenant(world.ctx.db, scope, (tx) =>
      tx
        .select({ id: profiles.id })
        .from(profiles)
        .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
        .where(and(profiles.frontDesk, eq(propertyAgents.propertyId, scope.propertyId))),
    );
    await open(desk!.id, ['2026-01-30T18:00:00Z']);
    await show(false);
    expect((await ask()).availableDates).toEqual(['2026-01-30']);
    const gone = await world.book(
      { startsAt: '2026-01-29T18:00:00Z', ...someone() },
      { 'X-API-Key': 'pk_manual' },
    );
    expect([gone.status, gone.error.code]).toEqual([422, 'SLOT_NOT_OFFERED']);
    await show(true);
  });

  it('are no longer offered when a calendar is connected', async () => {
    await world.connect('pat@example.com', 'pat@example.com', 'by-hand');
    expect((await ask()).source).toBe('live');
  });
});
