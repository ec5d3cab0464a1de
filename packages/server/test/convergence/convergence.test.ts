import { eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asTenant } from '../../src/db/scope.ts';
import { mirrorEvents } from '../../src/db/tables/mirror.ts';
import { messages } from '../../src/db/tables/messages.ts';
import { tourEvents, tourBookings, tourHistory } from '../../src/db/tables/tours.ts';
import { enqueueDueSyncs } from '../../src/features/sync/mirror/due-calendars.ts';
import { enqueueRemovals } from '../../src/features/sync/tours/run-removal.ts';
import {
  enqueueUnwrittenTours,
  enqueueUnwrittenAppointments,
} from '../../src/features/sync/unwritten-events.ts';
import { DAY_MS, MINUTE_MS } from '../../src/lib/iso.ts';
import { type Browser, signIn } from '../members.ts';
import { agentAccount } from '../sandbox.ts';
import { openWebhook, type Webhook } from '../webhook.ts';
import { createWorld, monday, type World } from '../world.ts';
import { commands } from './commands.ts';
import { eventsOfTour, play, type Play } from './play.ts';
import { pumpOne } from './pump.ts';

/** A nightly run makes thousands: `pnpm test:convergence 5000`. */
const numRuns = Number(process.env['CONVERGENCE_RUNS'] ?? 50);
const keys = Array.from({ length: Math.ceil(numRuns / 40) }, (_, n) => `pk_run_${n}`);

let world: World;
let webhook: Webhook;
let manager: Browser;
beforeAll(async () => {
  webhook = await openWebhook();
  world = await createWorld({
    jobs: false,
    keys: ['pk_live', ...keys],
    config: { horizonDays: 60, noticeMinutes: 0, changeCutoffMinutes: 0 },
    settings: { GOOGLE_CALENDAR_WEBHOOK_URL: webhook.url },
  });
  webhook.serve(world);
  await world.connect();
  manager = await signIn(world, { role: 'owner' });
});
afterAll(async () => {
  await world.stop();
  await webhook.close();
});

it(
  'both sides agree in the end after any events on either side [S9]',
  async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        const run = await begin(runs++);
        for (const command of list) await play(run, command);
        await settle(run);
        await agree(run);
        await clear(run);
      }),
      { numRuns, endOnFailure: numRuns > 1_000 },
    );
  },
  Math.max(240_000, numRuns * 2_000),
);

// Each run begins after opening hours, in a week of its own, because time only goes forward.
async function begin(index: number): Promise<Play> {
  const now = monday + index * 7 * DAY_MS;
  await world.setTime(Math.max(now, world.clock.now() + DAY_MS));
  const midnight = Math.floor(world.clock.now() / DAY_MS) * DAY_MS;
  const day = [2, 3, 4]
    .map((n) => midnight + n * DAY_MS)
    .find((ms) => new Date(ms).getUTCDay() !== 0)!;
  await world.sandbox.send('POST', '/_control/pushes', { mode: 'manual' });
  return { world, day, tours: [], busy: [], key: keys[Math.floor(index / 40)]!, manager };
}

/**
 * Ends all faults; no pushes come any more. Then one poll must be enough, with a sweep for what was given up
 * meanwhile.
 */
async function settle({ world: { sandbox, ctx, clock }, world }: Play): Promise<void> {
  await sandbox.send('DELETE', '/_control/faults');
  await sandbox.send('DELETE', '/_control/pushes/faults');
  await world.setTime(clock.now() + ctx.config.CALENDAR_POLL_SECONDS * 1000 + 120_000);
  await enqueueDueSyncs(ctx);
  await rest(world);
  await world.setTime(clock.now() + 16 * MINUTE_MS);
  await enqueueUnwrittenTours(ctx);
  await enqueueUnwrittenAppointments(ctx);
  await enqueueRemovals(ctx);
  await rest(world);
}

async function rest(world: World): Promise<void> {
  for (let jobs = 0; await pumpOne(world); jobs++)
    if (jobs > 300) throw new Error('the two sides never come to rest');
}

async function agree(run: Play): Promise<void> {
  const ids = run.tours.map((tour) => tour.id);
  const [tours, rows, mail, mirror] = await asTenant(world.ctx.db, world.scope, async (tx) => [
    await tx
      .select()
      .from(tourBookings)
      .where(inArray(tourBookings.id, ['', ...ids].slice(1))),
    await tx.select().from(tourEvents),
    await tx.select().from(messages),
    await tx.select().from(mirrorEvents),
  ]);
  const history = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(tourHistory));
  for (const tour of tours) {
    const there = (await eventsOfTour(run, tour.id)).filter((one) => one.status !== 'cancelled');
    const times = there.map(({ start, end }) => [
      Date.parse(start?.dateTime ?? ''),
      Date.parse(end?.dateTime ?? ''),
    ]);
    const wanted = tour.status === 'cancelled' ? [] : [[tour.startsAt, tour.endsAt]];
    expect({ tour: tour.id, times }).toEqual({ tour: tour.id, times: wanted });
    const row = rows.find((one) => one.tourId === tour.id);
    expect(row?.syncStatus).toBe('synced');
    const played = run.tours.find((one) => one.id === tour.id)!;
    // The prospect is told once of each change that somebody else made.
    const told = mail.filter((one) => one.tourId === tour.id && one.kind in newsOf);
    const changes = history.filter((one) => one.tourId === tour.id && one.actor !== 'prospect');
    const news = (list: string[]) => list.toSorted();
    expect(news(told.map((one) => newsOf[one.kind]!))).toEqual(
      news(
        changes.map((one) => one.action).filter((action) => Object.values(newsOf).includes(action)),
      ),
    );
    const adopted = changes.filter((one) => one.actor === 'calendar');
    expect(adopted.length).toBeLessThanOrEqual(played.touched);
    // The agent is told once of each declination that was noticed, and the prospect's last answer is known.
    const declined = history.filter(
      (one) => one.tourId === tour.id && one.action === 'guest_declined',
    ).length;
    const toldOf = mail.filter((one) => one.tourId === tour.id && one.kind === 'guest_declined');
    expect(toldOf).toHaveLength(declined);
    expect(declined).toBeLessThanOrEqual(played.declined);
    const answer = there[0]?.attendees?.[0]?.responseStatus;
    if (answer) expect(row?.invite).toBe(answer === 'needsAction' ? 'pending' : answer);
    if (answer === 'declined') expect(declined).toBeGreaterThan(0);
  }
  const theirs = (await world.sandbox.events())
    .filter((one) => !one.extendedProperties?.private?.['lumaTourId'])
    .map((one) => [one.id, Date.parse(one.start?.dateTime ?? '')]);
  const ours = mirror.map((row) => [row.providerEventId, row.startsAt]);
  const ofThisRun = ([, startsAt]: unknown[]) => Number(startsAt) > run.day - DAY_MS;
  const byId = (one: unknown[], other: unknown[]) => String(one[0]).localeCompare(String(other[0]));
  expect(ours.filter(ofThisRun).toSorted(byId)).toEqual(theirs.filter(ofThisRun).toSorted(byId));
}

/** Messages to prospects, and the actions in the history that cause them. */
const newsOf: Record<string, string> = {
  tour_moved: 'rescheduled',
  tour_cancelled: 'cancelled',
  tour_restored: 'restored',
};

async function clear(run: Play): Promise<void> {
  for (const { id, extendedProperties } of await world.sandbox.events())
    if (!extendedProperties?.private?.['lumaTourId'])
      await world.sandbox.send('DELETE', `/_control/google/events/${id}?account=${agentAccount}`);
  await asTenant(world.ctx.db, world.scope, async (tx) => {
    for (const { id } of run.tours) await tx.delete(tourBookings).where(eq(tourBookings.id, id));
  });
  for (const tour of run.tours)
    for (const event of await eventsOfTour(run, tour.id))
      if (event.status !== 'cancelled')
        await world.sandbox.send(
          'DELETE',
          `/_control/google/events/${event.id}?account=${agentAccount}`,
        );
}
