import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf } from '../../../test/calendars.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { calendarSyncLogs } from '../../db/tables/calendars.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

it('counts a day of sync once a minute, however often somebody looks [S8]', async () => {
  const { id: connectionId } = await connectionOf(world, agentAccount);
  const { organizationId } = world.scope;
  const log = (outcome: 'ok' | 'failed') =>
    asTenant(world.ctx.db, world.scope, (tx) =>
      tx.insert(calendarSyncLogs).values({
        organizationId,
        connectionId,
        at: world.clock.now(),
        direction: 'inbound',
        operation: 'sync',
        outcome,
        durationMs: 0,
      }),
    );
  const shown = async () => {
    const text = await (await world.request('/metrics')).text();
    return /^luma_calendar_sync_success_ratio_24h (\S+)$/m.exec(text)?.[1];
  };
  await log('ok');
  expect(await shown()).toBe('1');
  await log('failed');
  await world.setTime(world.clock.now() + 59_000);
  expect(await shown()).toBe('1');
  await world.setTime(world.clock.now() + 1_000);
  expect(await shown()).toBe('0.5');
});
