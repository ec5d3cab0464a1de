import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf } from '../../../test/calendars.ts';
import { metricsOf } from '../../../test/metrics.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { calendarIdlePolls, calendarSyncLogs } from '../../db/tables/mirror.ts';
import { deleteOldRows } from '../../jobs/housekeeping.ts';
import { syncCalendar } from '../sync/mirror/sync-calendar.ts';
import { countSync } from './sync-figures.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

it('counts a day of sync once a minute, however often /metrics is read [S8]', async () => {
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
    const text = await metricsOf(world);
    return /^luma_calendar_sync_success_ratio_24h (\S+)$/m.exec(text)?.[1];
  };
  await log('ok');
  expect(await shown()).toBe('1');
  await log('failed');
  await world.pass(59_000);
  expect(await shown()).toBe('1');
  await world.pass();
  expect(await shown()).toBe('0.5');
});

it('keeps no log row of a poll that found nothing, and counts it for a day [S8]', async () => {
  const { id: connectionId } = await connectionOf(world, agentAccount);
  const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars).where(eq(agentCalendars.connectionId, connectionId)),
  );
  const poll = () => syncCalendar(world.unit, calendar!.id);
  const told = async () =>
    (
      await asTenant(world.ctx.db, world.scope, (tx) =>
        countSync(tx, world.clock.now(), [connectionId]),
      )
    ).get(connectionId)?.operations ?? 0;
  await poll();
  const logs = () => asTenant(world.ctx.db, world.scope, (tx) => tx.$count(calendarSyncLogs));
  const [rows, operations] = [await logs(), await told()];
  await poll();
  await poll();
  expect(await logs()).toBe(rows);
  expect(await told()).toBe(operations + 2);
  await world.pass(49 * 3_600_000);
  expect(await told()).toBe(0);
  await deleteOldRows(world.ctx);
  expect(await asTenant(world.ctx.db, world.scope, (tx) => tx.$count(calendarIdlePolls))).toBe(0);
});
