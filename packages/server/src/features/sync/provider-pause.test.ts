import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionOf } from '../../../test/calendars.ts';
import { eventually } from '../../../test/eventually.ts';
import { jobsOf } from '../../../test/jobs.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { bookedTour } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { agentCalendars, calendarChannels } from '../../db/tables/calendars.ts';
import { enqueueHealthChecks } from '../calendars/grants/check-health.ts';
import { checkHealthJob } from '../calendars/job-contracts.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { enqueueChannelRenewals, enqueueDueSyncs } from './mirror/due-calendars.ts';

const hour = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await tellToWait('POST', '/events/watch$');
  await world.connect();
  await eventually(paused);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
});

/** The provider asks once for a pause of a day. */
const tellToWait = (method: string, path: string) =>
  world.sandbox.fault({
    match: { method, path },
    then: { status: 429, reason: 'rateLimitExceeded', retryAfterSeconds: 86_400 },
  });
const paused = async () => {
  const { pausedUntil } = await connectionOf(world, agentAccount);
  expect(pausedUntil).toBe(world.clock.now() + hour);
};
const syncedNow = () =>
  eventually(async () => {
    const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(agentCalendars),
    );
    expect(calendar!.lastSyncedAt).toBe(world.clock.now());
  });
const channels = () =>
  asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(calendarChannels));
const openOnes = async () => (await channels()).filter((one) => one.expiresAt !== null);
const waiting = async (contract: { queue: string }) =>
  (await jobsOf(world, contract)).filter((job) => job.state === 'created');
/** Waits until a job of this queue was put off, for a short time only. */
const looksInSoon = (contract: { queue: string }) =>
  eventually(async () => {
    const [job] = await waiting(contract);
    const waitMs = job!.startAfter.getTime() - job!.createdOn.getTime();
    expect(waitMs).toBeGreaterThan(4 * 60_000);
    expect(waitMs).toBeLessThan(6 * 60_000);
  });

describe('a provider that asks for a day of patience [S1]', () => {
  it('keeps no channel from being opened after the pause', async () => {
    expect(await enqueueChannelRenewals(world.ctx)).toBe(0);
    await world.pass(hour + 1_000);
    expect(await enqueueChannelRenewals(world.ctx)).toBe(1);
    await eventually(async () => expect(await openOnes()).toHaveLength(1));
  });

  it('keeps no calendar from being looked at after the pause', async () => {
    await enqueueDueSyncs(world.ctx);
    await syncedNow();
    await world.pass(hour);
    await tellToWait('GET', '/events$');
    expect(await enqueueDueSyncs(world.ctx)).toBe(1);
    await eventually(paused);
    await world.pass(hour + 1_000);
    expect(await enqueueDueSyncs(world.ctx)).toBe(1);
    await syncedNow();
  });

  it('keeps no channel from being opened when the account is connected anew', async () => {
    await asTenant(world.ctx.db, world.scope, (tx) => tx.delete(calendarChannels));
    await tellToWait('POST', '/events/watch$');
    expect(await enqueueChannelRenewals(world.ctx)).toBe(1);
    await eventually(paused);
    await world.connect();
    await eventually(async () => expect(await openOnes()).toHaveLength(1));
  });

  it('makes tours and health checks try again every few minutes', async () => {
    await tellToWait('POST', '/events$');
    await bookedTour(world);
    await eventually(paused);
    await looksInSoon(syncTourJob);
    await enqueueHealthChecks(world.ctx);
    await looksInSoon(checkHealthJob);
  });
});
