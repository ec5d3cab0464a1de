import type { ErrorBody } from '@luma-leasing/types/errors';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asTenant } from '../../src/db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  calendarTokenRefreshes,
} from '../../src/db/tables/calendars.ts';
import { tourBookings } from '../../src/db/tables/tours.ts';
import { syncTourJob } from '../../src/features/tours/job-contracts.ts';
import { markEventsPending } from '../../src/features/tours/tour-change.ts';
import { askedDuring, connectionOf, synced } from '../calendars.ts';
import { eventually } from '../eventually.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { agentAccount } from '../sandbox.ts';
import { bookedTour } from '../tours.ts';
import { createWorld, testSettings, type World } from '../world.ts';

const twenty = Array.from({ length: 20 }, (_, n) => n);
let world: World;
let servers: ServerProcess[];
const tourIds: string[] = [];
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await world.connect();
  for (const _ of twenty) tourIds.push((await bookedTour(world)).id);
  const settings = { ...testSettings, ...world.sandbox.settings, LOG_LEVEL: 'info' };
  servers = [1, 2].map(() =>
    startServerProcess({ ...settings, DATABASE_URL: world.database.url! }),
  );
  await Promise.all(servers.map((server) => server.url));
  await synced(world);
  await eventually(async () => expect(await world.sandbox.events()).toHaveLength(20));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGKILL')));
  await world.stop();
});

const inOrganization = <T>(work: Parameters<typeof asTenant<T>>[2]) =>
  asTenant(world.ctx.db, world.scope, work);

/**
 * Ends the access token, and at the same moment makes work for both servers: jobs, and questions about free times.
 */
const makeWork = (specialRequests: string) =>
  inOrganization(async (tx) => {
    await tx.update(calendarConnections).set({ accessTokenExpiresAt: Date.now() });
    // Without a mirror, every question asks the calendar.
    await tx.update(agentCalendars).set({ lastSyncedAt: null });
    await tx.update(tourBookings).set({ specialRequests });
    await markEventsPending(tx, tourIds, Date.now());
    const { organizationId, propertyId } = world.scope;
    const jobs = tourIds.map((tourId) => ({ organizationId, propertyId, tourId }));
    await world.ctx.queue.enqueueAll(tx, syncTourJob, jobs);
  });

it('refreshes a rotating token once for twenty jobs and twenty questions at two servers; the grant stays valid, and all is done [C6]', async () => {
  const urls = await Promise.all(servers.map((server) => server.url));
  await world.sandbox.fault({
    match: { path: '^/token$' },
    times: 0,
    then: { delayMs: 400, rotateToken: true },
  });
  // The second round refreshes with the token from the first round.
  let answered = 0;
  for (const round of [1, 2]) {
    const { refreshToken } = await connectionOf(world, agentAccount);
    const asked = await askedDuring(world, async () => {
      await makeWork(`Round ${round}`);
      const answers = await Promise.all(
        twenty.map((n) =>
          // The questions differ, because equal ones would share one answer.
          fetch(`${urls[n % 2]}/api/lumaleasing/tours/availability?days=${n + 1}`, {
            headers: { 'X-API-Key': 'pk_live' },
          }),
        ),
      );
      answered = 0;
      for (const answer of answers) {
        const { error } = (await answer.json()) as Partial<ErrorBody>;
        // A question has a limit of two seconds, which a busy machine may exceed; but the grant must stay valid.
        if (error) expect(error.code).toBe('CALENDAR_UNREACHABLE');
        else answered++;
      }
      await eventually(async () => {
        const events = await world.sandbox.events();
        const done = events.filter(({ description }) => description?.includes(`Round ${round}`));
        expect(done).toHaveLength(20);
      });
    });
    const paths = Map.groupBy(asked, (one) => one.path);
    expect(paths.get('/token')).toHaveLength(1);
    const questions = paths.get('/calendar/v3/freeBusy')?.length ?? 0;
    expect(questions).toBeGreaterThanOrEqual(answered);
    expect(questions).toBeLessThanOrEqual(20);
    expect(new Set(asked.map((one) => one.status))).toEqual(new Set([200]));
    const connection = await connectionOf(world, agentAccount);
    expect(connection.tokenStatus).toBe('healthy');
    expect(connection.refreshToken).not.toBe(refreshToken);
    const refreshes = await inOrganization((tx) =>
      tx
        .select()
        .from(calendarTokenRefreshes)
        .where(eq(calendarTokenRefreshes.connectionId, connection.id)),
    );
    expect(refreshes.map((one) => one.outcome)).toEqual(Array(round).fill('refreshed'));
  }
});
