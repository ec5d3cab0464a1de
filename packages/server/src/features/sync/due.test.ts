import { afterAll, beforeAll, expect, it } from 'vitest';
import { synced } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { enqueueDueSyncs } from './due.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
  await synced(world);
});
afterAll(() => world.stop());

const lastAttempt = async () => {
  const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  return calendar!.lastAttemptAt;
};

it('looks at every calendar at every tick of the poll, and not in between [S3]', async () => {
  const began = world.clock.now();
  const period = world.ctx.config.CALENDAR_POLL_SECONDS * 1000;
  for (const tick of [1, 2, 3]) {
    await world.setTime(began + (tick - 0.5) * period);
    expect(await enqueueDueSyncs(world.ctx)).toBe(0);
    await world.setTime(began + tick * period);
    expect(await enqueueDueSyncs(world.ctx)).toBe(1);
    await eventually(async () => expect(await lastAttempt()).toBe(world.clock.now()));
  }
});
