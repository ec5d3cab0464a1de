import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, connectionOf, freeBusyPath, mirror } from '../../../test/calendars.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { contact } from '../../../test/usual-property.ts';
import { createWorld, monday, type World } from '../../../test/world.ts';
import { asSystem, asTenant } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { lumaleasingConfig } from '../../db/tables/properties.ts';

const minute = 60_000;
const hour = 60 * minute;

let world: World;
beforeAll(async () => {
  world = await createWorld({ mirror: false });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await setStatus(agentAccount, 'healthy');
  await mirror(world, agentAccount, null);
});

const setStatus = async (
  email: string,
  tokenStatus: (typeof calendarConnections.$inferSelect)['tokenStatus'],
) => {
  const { id } = await connectionOf(world, email);
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(calendarConnections).set({ tokenStatus }).where(eq(calendarConnections.id, id)),
  );
};

const isFree = async (date: string, time: string) => {
  const { slotsByDate } = await world.availability();
  return slotsByDate[date]?.find((slot) => slot.time === time)?.available;
};

const unreachable = () =>
  world.sandbox.fault({ match: { path: freeBusyPath }, times: 0, then: { status: 503 } });

describe('the source of an answer [A6]', () => {
  it('is `synced`, without asking Google, while the mirror is at most ten minutes old', async () => {
    await mirror(world, agentAccount, monday - 10 * minute, [
      ['2026-01-27T16:00:00Z', '2026-01-27T16:30:00Z'],
    ]);
    const asked = await askedDuring(world, async () => {
      expect(await world.availability()).toMatchObject({
        source: 'synced',
        asOf: '2026-01-26T11:50:00Z',
      });
    });
    expect(asked).toEqual([]);
    expect(await isFree('2026-01-27', '10:00')).toBe(false);
    expect(await isFree('2026-01-27', '11:00')).toBe(true);
  });

  it.each([
    ['what lasts a day', '2026-01-26T16:30:00Z'],
    ['what began long before', '2025-12-20T00:00:00Z'],
  ])('knows %s', async (_what, begins) => {
    await mirror(world, agentAccount, monday, [
      [begins, '2026-01-27T16:30:00Z'],
      ['2025-12-20T00:00:00Z', '2026-01-20T17:00:00Z'],
    ]);
    expect((await world.availability()).source).toBe('synced');
    expect(await isFree('2026-01-27', '10:00')).toBe(false);
    expect(await isFree('2026-01-27', '11:00')).toBe(true);
  });

  it('is `live` if the mirror is older, whatever it contains', async () => {
    await mirror(world, agentAccount, monday - 10 * minute - 1, [
      ['2026-01-27T16:00:00Z', '2026-01-27T16:30:00Z'],
    ]);
    expect((await world.availability()).source).toBe('live');
    expect(await isFree('2026-01-27', '10:00')).toBe(true);
  });

  it('is `stale` when the calendar cannot be asked and the mirror is under a day old', async () => {
    await mirror(world, agentAccount, monday - 24 * hour, [
      ['2026-01-27T16:00:00Z', '2026-01-27T16:30:00Z'],
    ]);
    await unreachable();
    expect(await world.availability()).toMatchObject({
      source: 'stale',
      asOf: '2026-01-25T12:00:00Z',
    });
    expect(await isFree('2026-01-27', '10:00')).toBe(false);
  });

  it('is unknown when the mirror is older than a day: nothing is shown as free', async () => {
    await mirror(world, agentAccount, monday - 24 * hour - 1);
    await unreachable();
    const { status, error } = await world.availability();
    expect(status).toBe(503);
    expect(error).toMatchObject({ code: 'CALENDAR_UNREACHABLE', contact });
  });

  it('reads an error inside a 200 as unknown, never as free', async () => {
    const freebusyErrors = { [agentAccount]: 'internalError' };
    await world.sandbox.fault({ match: {}, then: { freebusyErrors } });
    expect((await world.availability()).error.code).toBe('CALENDAR_UNREACHABLE');
  });

  it('waits for a calendar for two seconds only', async () => {
    await mirror(world, agentAccount, monday - hour);
    await world.sandbox.fault({ match: { path: freeBusyPath }, then: { held: true } });
    const began = performance.now();
    expect((await world.availability()).source).toBe('stale');
    expect(performance.now() - began).toBeGreaterThan(1_900);
    // The next longer limit of ours is twenty seconds.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('uses the mirror of a revoked grant, and later says that the grant is revoked', async () => {
    await setStatus(agentAccount, 'revoked');
    await mirror(world, agentAccount, monday - hour);
    expect((await world.availability()).error).toMatchObject({
      code: 'CALENDAR_AUTH_EXPIRED',
      contact,
    });
  });
});

it('says that tours are disabled [A3]', async () => {
  const { propertyId } = world.scope;
  const setEnabled = (toursEnabled: boolean) =>
    asSystem(world.ctx.db, (tx) =>
      tx
        .update(lumaleasingConfig)
        .set({ toursEnabled })
        .where(eq(lumaleasingConfig.propertyId, propertyId)),
    );
  await setEnabled(false);
  const { status, error } = await world.availability();
  expect(status).toBe(403);
  expect(error).toMatchObject({ code: 'TOURS_DISABLED', contact });
  const refused = await world.book({ startsAt: '2026-01-29T16:00:00Z' });
  expect(refused.error.code).toBe('TOURS_DISABLED');
  await setEnabled(true);
});
