import type { calendar_v3 } from '@googleapis/calendar';
import { and, gt, isNull } from 'drizzle-orm';
import { asTenant } from '../../src/db/scope.ts';
import { mirrorEvents as mirror } from '../../src/db/tables/mirror.ts';
import { enqueueDueSyncs } from '../../src/features/sync/mirror/due-calendars.ts';
import { DAY_MS, MINUTE_MS } from '../../src/lib/iso.ts';
import { change, made, remove } from '../appointments.ts';
import { timed } from '../calendars.ts';
import { agentAccount, type Fault as SandboxFault } from '../sandbox.ts';
import type { Browser } from '../members.ts';
import { freeSlots, manage, someone } from '../tours.ts';
import type { World } from '../world.ts';
import type { Command, Fault } from './commands.ts';
import { dying } from './dying.ts';
import { pumpOne } from './pump.ts';

export interface Played {
  id: string;
  manageUrl: string;
  /** How often the agent changed the tour's event. The prospect must not be told more often. */
  touched: number;
  /** How often the prospect changed their answer to "no". The agent must not be told more often. */
  declined: number;
}

/** One run, and all that was made in it. */
export interface Play {
  world: World;
  /** Midnight of the run's own day, epoch ms. */
  day: number;
  tours: Played[];
  busy: string[];
  key: string;
  manager: Browser;
}

const at = `?account=${agentAccount}`;
const iso = (ms: number) => new Date(ms).toISOString();
const pick = <T>(list: T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

/** The events of a tour in the sandbox, including deleted ones. */
export async function eventsOfTour(
  { world }: Play,
  id: string,
): Promise<calendar_v3.Schema$Event[]> {
  const { items } = await world.sandbox.get<{ items: calendar_v3.Schema$Event[] }>(
    `/_control/google/events${at}&showDeleted=true`,
  );
  return items.filter((one) => one.extendedProperties?.private?.['lumaTourId'] === id);
}

export async function play(run: Play, command: Command): Promise<void> {
  const { world } = run;
  const { sandbox } = world;
  switch (command.do) {
    case 'book':
      return book(run, command.slot);
    case 'prospect_moves': {
      const tour = pick(run.tours, command.tour);
      const slot = pick(await slotsOf(run), command.slot);
      if (tour && slot) await manage(world, tour, '/reschedule', { startsAt: slot.startsAt });
      return;
    }
    case 'prospect_cancels': {
      const tour = pick(run.tours, command.tour);
      if (tour) await manage(world, tour, '/cancel');
      return;
    }
    case 'agent_moves':
      return touch(run, command.tour, (event) => {
        const start = run.day + 15 * 60 * MINUTE_MS + command.minutes * MINUTE_MS;
        return edit(run, event, {
          start: { dateTime: iso(start), date: null },
          end: { dateTime: iso(start + 30 * MINUTE_MS), date: null },
        });
      });
    case 'agent_makes_all_day':
      return touch(run, command.tour, (event) => {
        const date = (days: number) => iso(run.day + (command.day + days) * DAY_MS).slice(0, 10);
        const none = { dateTime: null, timeZone: null };
        return edit(run, event, {
          start: { date: date(0), ...none },
          end: { date: date(1), ...none },
        });
      });
    case 'agent_deletes':
      return touch(run, command.tour, (event) =>
        sandbox.send('DELETE', `/_control/google/events/${event.id}${at}`),
      );
    case 'agent_restores': {
      const tour = pick(run.tours, command.tour);
      const gone = (tour ? await eventsOfTour(run, tour.id) : []).filter(isGone).at(-1);
      if (!tour || !gone) return;
      tour.touched++;
      return edit(run, gone, { status: 'confirmed' });
    }
    case 'agent_writes':
      return touch(run, command.tour, (event) => edit(run, event, { description: 'Brings a dog' }));
    case 'guest_answers': {
      const tour = pick(run.tours, command.tour);
      const event = (tour ? await eventsOfTour(run, tour.id) : []).find((one) => !isGone(one));
      const guest = event?.attendees?.[0];
      if (!tour || !event || !guest) return;
      const { response } = command;
      if (response === 'declined' && guest.responseStatus !== 'declined') tour.declined++;
      const path = `/_control/google/events/${event.id}/respond${at}`;
      return void (await sandbox.send('POST', path, { email: guest.email, response }));
    }
    case 'agent_is_busy': {
      const start = run.day + 15 * 60 * MINUTE_MS + command.minutes * MINUTE_MS;
      const made = await sandbox.addEvent(timed(iso(start), iso(start + 45 * MINUTE_MS)));
      run.busy.push(made.id!);
      return;
    }
    case 'agent_moves_busy': {
      const id = pick(run.busy, command.event);
      const start = run.day + 15 * 60 * MINUTE_MS + command.minutes * MINUTE_MS;
      if (id) await edit(run, { id }, timed(iso(start), iso(start + 20 * MINUTE_MS)));
      return;
    }
    case 'agent_drops_busy': {
      const id = pick(run.busy, command.event);
      if (!id) return;
      run.busy = run.busy.filter((one) => one !== id);
      await sandbox.send('DELETE', `/_control/google/events/${id}${at}`);
      return;
    }
    case 'manager_moves': {
      const tour = pick(run.tours, command.tour);
      const startsAt = iso(run.day + 15 * 60 * MINUTE_MS + command.minutes * MINUTE_MS);
      if (tour) await act(run, tour, 'reschedule', { startsAt, force: true });
      return;
    }
    case 'manager_cancels': {
      const tour = pick(run.tours, command.tour);
      if (tour) await act(run, tour, 'cancel', {});
      return;
    }
    case 'manager_makes':
      return void (await made(world, run.manager, {
        title: 'Keys',
        ...span(run, command.minutes),
      }));
    case 'manager_changes': {
      const row = pick(await rowsOf(run), command.event);
      if (row) await change(run.manager, row.id, span(run, command.minutes));
      return;
    }
    case 'manager_drops': {
      const row = pick(await rowsOf(run), command.event);
      if (row) await remove(run.manager, row.id);
      return;
    }
    case 'pushes':
      return pushes(run, command.how);
    case 'jobs':
      for (let n = 0; n < command.count; n++) await pumpOne(world, command.pick);
      return;
    case 'killed': {
      const as = dying(world.ctx, command.after, command.committed);
      await pumpOne(world, command.pick, as);
      return;
    }
    case 'poll':
      await enqueueDueSyncs(world.ctx);
      return;
    case 'time':
      return world.pass(command.seconds * 1000);
    case 'cursor_dies':
      await sandbox.send('POST', `/_control/google/expire-sync-tokens${at}`);
      return;
    case 'fault':
      await sandbox.fault({
        match: { method: command.method, path: '/calendar/v3/calendars/.*/events' },
        times: 1,
        then: effects[command.what],
      });
      return;
  }
}

const effects: Record<Fault, SandboxFault['then']> = {
  lost: { loseAnswer: true },
  backend: { status: 503, reason: 'backendError' },
  limited: { status: 403, reason: 'userRateLimitExceeded', retryAfterSeconds: 3 },
  changed: { status: 412, reason: 'conditionNotMet' },
  missed_duplicate: { missDuplicate: true },
  forbidden: { status: 403, reason: 'forbidden' },
  short_page: { pageSize: 1 },
};

const isGone = (event: calendar_v3.Schema$Event) => event.status === 'cancelled';

const slotsOf = ({ world, day }: Play) =>
  freeSlots(world, `?from=${iso(day).slice(0, 10)}&days=1`).catch(() => []);

async function book(run: Play, index: number): Promise<void> {
  const slot = pick(await slotsOf(run), index);
  if (!slot) return;
  const input = { startsAt: slot.startsAt, ...someone() };
  const { status, booking } = await run.world.book(input, { 'X-API-Key': run.key });
  // The time may be taken meanwhile.
  if (status !== 201) return;
  const { id, manageUrl } = booking;
  run.tours.push({ id, manageUrl, touched: 0, declined: 0 });
}

const edit = async ({ world }: Play, { id }: calendar_v3.Schema$Event, change: object) =>
  void (await world.sandbox.send('PATCH', `/_control/google/events/${id}${at}`, change));

const span = ({ day }: Play, minutes: number) => {
  const start = day + 15 * 60 * MINUTE_MS + minutes * MINUTE_MS;
  return { startsAt: iso(start), endsAt: iso(start + 25 * MINUTE_MS) };
};

/** The mirror's rows of this run, without deleted ones. */
const rowsOf = ({ world, day }: Play) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .select({ id: mirror.id })
      .from(mirror)
      .where(and(gt(mirror.startsAt, day - DAY_MS), isNull(mirror.deletedAt)))
      .orderBy(mirror.startsAt, mirror.id),
  );

const act = ({ manager }: Play, { id }: Played, verb: string, body: object) =>
  manager.post(`/api/dashboard/tours/${id}/${verb}`, body);

async function touch(
  run: Play,
  index: number,
  change: (event: calendar_v3.Schema$Event) => Promise<unknown>,
): Promise<void> {
  const tour = pick(run.tours, index);
  const event = (tour ? await eventsOfTour(run, tour.id) : []).find((one) => !isGone(one));
  if (!tour || !event) return;
  tour.touched++;
  await change(event);
}

async function pushes({ world: { sandbox } }: Play, how: string): Promise<void> {
  const flush = (ids: string[]) => sandbox.send('POST', '/_control/pushes/flush', { ids });
  const { items } = await sandbox.get<{ items: { id: string; status: string }[] }>(
    '/_control/pushes',
  );
  const waiting = items.filter((one) => one.status === 'waiting').map((one) => one.id);
  if (how === 'lose') return void (await sandbox.send('DELETE', '/_control/pushes'));
  if (how === 'double')
    await sandbox.send('POST', '/_control/pushes/faults', { times: 1, then: { duplicate: 2 } });
  await flush(how === 'reverse' ? waiting.toReversed() : waiting);
}
