import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asTenant } from '../../src/db/scope.ts';
import { agentCalendars, calendarConnections } from '../../src/db/tables/calendars.ts';
import { askedDuring, connectionOf, synced } from '../calendars.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { agentAccount } from '../sandbox.ts';
import { createWorld, testSettings, type World } from '../world.ts';

let world: World;
let servers: ServerProcess[];
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await world.connect();
  const settings = { ...testSettings, ...world.sandbox.settings, LOG_LEVEL: 'info' };
  servers = [1, 2].map(() =>
    startServerProcess({ ...settings, DATABASE_URL: world.database.url! }),
  );
  await Promise.all(servers.map((server) => server.url));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGKILL')));
  await world.stop();
});

it('refreshes a token once for twenty who wait at two servers [C6]', async () => {
  const { id } = await connectionOf(world, agentAccount);
  await synced(world);
  // Without a mirror, every question goes to the calendar.
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(agentCalendars).set({ lastSyncedAt: null }),
  );
  await asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .update(calendarConnections)
      .set({ accessTokenExpiresAt: Date.now() })
      .where(eq(calendarConnections.id, id)),
  );
  await world.sandbox.fault({ match: { path: '^/token$' }, then: { delayMs: 400 } });
  const urls = await Promise.all(servers.map((server) => server.url));
  const asked = await askedDuring(world, async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        // Each another question: the same one would be asked once anyway.
        fetch(`${urls[n % 2]}/api/lumaleasing/tours/availability?days=${n + 1}`, {
          headers: { 'X-API-Key': 'pk_live' },
        }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  });
  const paths = Map.groupBy(asked, (one) => one.path);
  expect(paths.get('/token')).toHaveLength(1);
  expect(paths.get('/calendar/v3/freeBusy')).toHaveLength(20);
});
