import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, connectionOf, profileOf } from '../../../../test/calendars.ts';
import { agentAccount, type Fault } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { calendarConnections, calendarTokenRefreshes } from '../../../db/tables/calendars.ts';
import { accessTokenOf } from './access-token.ts';
import { CalendarError } from '../provider.ts';

const minute = 60_000;
const hour = 60 * minute;

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(() => world.sandbox.send('DELETE', '/_control/faults'));

const connection = () => connectionOf(world, agentAccount);
const token = async (refused?: string) =>
  accessTokenOf(world.unit, (await connection()).id, refused);
const many = (count: number) => Promise.all(Array.from({ length: count }, () => token()));
const refreshes = (work: () => Promise<unknown>) =>
  askedDuring(world, work).then((all) => all.filter((one) => one.path === '/token').length);
const onToken = (then: Fault['then'], times = 1) =>
  world.sandbox.fault({ match: { path: '^/token$' }, times, then });

describe('an access token [C6]', () => {
  it('is used while it is valid for five minutes more', async () => {
    const first = await token();
    await world.pass(54 * minute);
    expect(await refreshes(async () => expect(await token()).toBe(first))).toBe(0);
  });

  it('is refreshed once, however many callers want it at the same time', async () => {
    await world.pass(2 * minute);
    const before = await connection();
    await onToken({ delayMs: 300 });
    const asked = await refreshes(async () => {
      const tokens = new Set(await many(20));
      expect(tokens.size).toBe(1);
    });
    expect(asked).toBe(1);
    const after = await connection();
    expect(after.accessToken).not.toBe(before.accessToken);
    // Google sends no new refresh token: the stored one stays.
    expect(after.refreshToken).toBe(before.refreshToken);
    expect(after).toMatchObject({ tokenStatus: 'healthy', refreshLeaseUntil: null });
  });

  it('is refreshed once when it was refused, however many callers were refused', async () => {
    const refused = await token();
    const asked = await refreshes(async () => {
      const tokens = await Promise.all(Array.from({ length: 10 }, () => token(refused)));
      expect(new Set(tokens).size).toBe(1);
      expect(tokens[0]).not.toBe(refused);
    });
    expect(asked).toBe(1);
  });

  it('is refreshed by another server, if the one that began is long dead', async () => {
    const { id } = await connection();
    await world.pass(hour);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(calendarConnections)
        .set({ refreshLeaseUntil: world.clock.now() + 30_000 })
        .where(eq(calendarConnections.id, id)),
    );
    const waiting = token();
    await world.pass(30_001);
    expect(await waiting).toMatch(/^ya29\./);
  });

  it('stores a new refresh token when the provider sends one', async () => {
    await world.pass(hour);
    const before = await connection();
    await world.sandbox.fault({
      match: { path: '^/token$' },
      then: { body: { access_token: 'ya29.x', expires_in: 3599, refresh_token: '1//0new' } },
    });
    expect(await token()).toBe('ya29.x');
    expect((await connection()).refreshToken).not.toBe(before.refreshToken);
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(calendarConnections)
        .set({ refreshToken: before.refreshToken })
        .where(eq(calendarConnections.id, before.id)),
    );
  });
});

describe('a refresh that fails [C4, C6]', () => {
  it('counts as expiring for a day, then as expired, until a refresh succeeds', async () => {
    await world.pass(hour);
    await onToken({ status: 400, reason: 'invalid_request' }, 0);
    await expect(token()).rejects.toThrow(CalendarError);
    expect(await connection()).toMatchObject({ tokenStatus: 'expiring' });
    await world.pass(24 * hour);
    await expect(token()).rejects.toThrow('Google answered 400');
    expect(await connection()).toMatchObject({
      tokenStatus: 'expired',
      healthCheckError:
        'The calendar’s provider does not show us this account. Please connect it again.',
    });
    await world.sandbox.send('DELETE', '/_control/faults');
    await token();
    expect(await connection()).toMatchObject({ tokenStatus: 'healthy', failingSince: null });
  });

  it.each([
    ['in seconds', {}],
    ['as a date', { retryAfterAsDate: true }],
  ])('is not tried again before the time told, %s', async (_how, as) => {
    await world.pass(hour);
    await onToken({ status: 503, retryAfterSeconds: 60, ...as });
    await expect(token()).rejects.toMatchObject({ fault: 'unreachable' });
    const tooEarly = () => expect(token()).rejects.toMatchObject({ fault: 'rate_limited' });
    expect(await refreshes(tooEarly)).toBe(0);
    await world.pass(minute);
    await token();
  });

  it('revokes the connection if the grant is dead, and is not tried again', async () => {
    await world.pass(hour);
    await world.sandbox.send('POST', `/_control/google/revoke?account=${agentAccount}`);
    await expect(token()).rejects.toMatchObject({ fault: 'revoked' });
    expect(await refreshes(() => expect(token()).rejects.toMatchObject({ fault: 'revoked' }))).toBe(
      0,
    );
    expect((await connection()).tokenStatus).toBe('revoked');
  });

  it('is recorded, like those that succeed', async () => {
    await profileOf(world, agentAccount);
    const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(calendarTokenRefreshes).orderBy(calendarTokenRefreshes.at),
    );
    expect(new Set(rows.map((row) => row.outcome))).toEqual(
      new Set(['refreshed', 'failed', 'revoked']),
    );
    expect(rows.at(-1)).toMatchObject({
      outcome: 'revoked',
      error: 'Google answered 400 invalid_grant',
    });
  });
});
