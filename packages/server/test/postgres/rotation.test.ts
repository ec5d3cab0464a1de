import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createContext, type Context } from '../../src/context.ts';
import { asTenant } from '../../src/db/scope.ts';
import { calendarConnections, calendarTokenRefreshes } from '../../src/db/tables/calendars.ts';
import { messages } from '../../src/db/tables/messages.ts';
import { accessTokenOf } from '../../src/features/calendars/grants/access-token.ts';
import { raiseAlert } from '../../src/features/calendars/alerts/raise-alert.ts';
import { askedDuring, connectionOf } from '../calendars.ts';
import { agentAccount } from '../sandbox.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let servers: Context[];
let other: Context;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
  const config = { ...world.ctx.config, DATABASE_URL: world.database.url! };
  other = await createContext(config, { clock: world.clock });
  await other.queue.boss.start();
  servers = [world.ctx, other];
});
afterAll(async () => {
  await other.queue.boss.stop({ graceful: false, close: true });
  await other.database.close();
  await world.stop();
});

const inOrganization = <T>(work: Parameters<typeof asTenant<T>>[2]) =>
  asTenant(world.ctx.db, world.scope, work);
const onBoth = <T>(work: (ctx: Context) => Promise<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, n) => work(servers[n % 2]!)));

it('refreshes once for twenty workers of two servers, also if the refresh token rotates [C6]', async () => {
  const before = await connectionOf(world, agentAccount);
  await world.pass(3_600_000);
  await world.sandbox.fault({
    match: { path: '^/token$' },
    then: {
      delayMs: 300,
      body: { access_token: 'ya29.rotated', expires_in: 3599, refresh_token: '1//0rotated' },
    },
  });
  const asked = await askedDuring(world, async () => {
    const tokens = await onBoth((ctx) => accessTokenOf({ ...world.unit, ctx }, before.id));
    expect(new Set(tokens)).toEqual(new Set(['ya29.rotated']));
  });
  expect(asked.map((one) => one.path)).toEqual(['/token']);
  expect((await connectionOf(world, agentAccount)).refreshToken).not.toBe(before.refreshToken);
  expect(await inOrganization((tx) => tx.select().from(calendarTokenRefreshes))).toHaveLength(1);
});

it('alerts once if many servers check at the same time [C6]', async () => {
  await inOrganization((tx) => tx.update(calendarConnections).set({ tokenStatus: 'revoked' }));
  await onBoth((ctx) => raiseAlert({ ...world.unit, ctx }));
  const alerts = await inOrganization((tx) =>
    tx.select().from(messages).where(eq(messages.kind, 'calendar_alert')),
  );
  expect(alerts).toHaveLength(1);
});
