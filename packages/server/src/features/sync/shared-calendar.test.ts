import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { profileOf, synced } from '../../../test/calendars.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { bookedTour, eventsOf, storedTour, writtenEvent } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars, externalCalendarEvents } from '../../db/tables/calendars.ts';
import { syncCalendar } from './sync-calendar.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    agents: [
      { name: 'Ana', email: agentAccount },
      { name: 'Ben', email: 'ben@example.com' },
    ],
  });
  await world.connect();
  await world.connect(agentAccount, 'ben@example.com');
  await synced(world);
});
afterAll(() => world.stop());

it('leaves a colleague’s tour alone in a calendar that two agents share, and counts it as busy [S1, A5]', async () => {
  const booking = await bookedTour(world);
  const event = await writtenEvent(world, booking.id);
  const owner = (await storedTour(world, booking.id)).tour!.profileId;
  await world.setTime(world.clock.now() + 1_000);
  const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  expect(calendars).toHaveLength(2);
  for (const { id } of calendars) await syncCalendar(world.ctx, world.scope, id);
  await vi.waitFor(async () => {
    const jobs = await Promise.all(
      ['remove-stray-event', 'sync-tour'].map((name) => world.ctx.queue.boss.findJobs(name, {})),
    );
    expect(jobs.flat().filter(({ state }) => state === 'created' || state === 'active')).toEqual(
      [],
    );
  });
  expect((await eventsOf(world, booking.id)).map((one) => one.id)).toEqual([event.id]);
  expect((await storedTour(world, booking.id)).tour?.status).toBe('confirmed');
  const rows = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(externalCalendarEvents),
  );
  const colleague = [
    await profileOf(world, agentAccount),
    await profileOf(world, 'ben@example.com'),
  ].find(({ id }) => id !== owner)!;
  expect(rows.filter((row) => row.providerEventId === event.id)).toMatchObject([
    { profileId: colleague.id, busy: true },
  ]);
});
