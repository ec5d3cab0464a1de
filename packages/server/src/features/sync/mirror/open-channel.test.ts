import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountCalendars } from '@luma-leasing/types/calendar';
import { connectionOf, synced } from '../../../../test/calendars.ts';
import { ask } from '../../../../test/connections.ts';
import { eventually } from '../../../../test/eventually.ts';
import { signIn } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { calendarSyncLogs } from '../../../db/tables/mirror.ts';
import { enqueueChannelRenewals } from './due-calendars.ts';

const hour = 3_600_000;
const holidays = 'en.usa#holiday@group.v.calendar.google.com';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());

it('does not count a calendar without pushes as failed, and leaves it to the poll for a day [S3, S8]', async () => {
  const owner = await signIn(world, { role: 'owner' });
  const { id: connection } = await connectionOf(world, agentAccount);
  const blocking = [agentAccount, holidays];
  await ask<AccountCalendars>(owner, 'put', 'calendars', { connection, blocking });
  const outcomes = async () => {
    const logs = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(calendarSyncLogs).where(eq(calendarSyncLogs.operation, 'watch')),
    );
    return logs.map((one) => one.outcome).toSorted();
  };
  await eventually(async () => expect(await outcomes()).toEqual(['ok', 'skipped']));
  await synced(world);

  await world.pass(hour);
  expect(await enqueueChannelRenewals(world.ctx)).toBe(0);
  await world.pass(24 * hour);
  expect(await enqueueChannelRenewals(world.ctx)).toBe(1);
  await eventually(async () => expect(await outcomes()).toEqual(['ok', 'skipped', 'skipped']));
});
