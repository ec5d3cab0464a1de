import { and, eq, sql } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import type { Interval } from '../../../lib/interval.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  CalendarError,
  type CalendarSession,
  type EventDraft,
  type EventRef,
  type RemoteEvent,
} from '../../calendars/provider.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { appointmentLogEntry, type AppointmentComparison } from './appointment-entry.ts';
import { isLegible, toMirrorColumns } from '../mirror/apply-changes.ts';
import {
  type AppointmentAction,
  type AppointmentContent,
  decideAppointment,
  type OurAppointment,
  type TheirAppointment,
} from './decide-appointment.ts';
import { type AppointmentTarget, loadAppointment, unwrittenId } from './load-appointment.ts';
import { logSync } from '../sync-log.ts';

const table = mirrorEvents;

/** One more round is needed whenever the row or the event changed meanwhile. So many in a row mean a fault. */
const maxRounds = 8;

/**
 * Makes an appointment's row and its event agree, whichever of them changed [S10, S5].
 * Idempotent like `syncTour`: after a lost answer, repeated or killed runs, the next run ends with one event or none.
 * @throws CalendarError
 */
export async function syncAppointment(unit: UnitOfWork, id: string): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    const target = await transact(unit, ({ tx }) => loadAppointment(tx, id));
    if (!target || target.disconnectedAt !== null) return;
    // One that is not written yet is created: should its event be there already, that says so, and the next round asks.
    const near = round === 0 ? null : target.row;
    const done = await withSession(unit, target, (session) =>
      syncOnce(unit, session, target, near),
    );
    if (done) return noteChange(unit, target.row.profileId);
  }
  throw new CalendarError('changed_meanwhile', 'Row and event kept changing while compared');
}

/** @returns false if row and event must be read again. */
async function syncOnce(
  unit: UnitOfWork,
  session: CalendarSession,
  seen: AppointmentTarget,
  near: Interval | null,
): Promise<boolean> {
  const { ctx } = unit;
  // The event is read before the row. If the row changes later, its revision differs from the one decided on.
  const { id, providerEventId, agreed } = seen.row;
  const isNamed = providerEventId !== unwrittenId(id);
  const remote = isNamed
    ? await session.get(seen, providerEventId, agreed ?? seen.row)
    : await session.find(seen, refOf(id), seen.row.deletedAt === null ? near : seen.row);
  const target = await transact(unit, ({ tx }) => loadAppointment(tx, id));
  if (!target) return true;
  if (target.row.providerEventId !== providerEventId) return false;
  const legible = remote ? isLegible(remote, target.showTitles) : target.row.kind !== null;
  const began = ctx.clock.now();
  const comparison: AppointmentComparison = { unit, session, target, remote, legible, began };
  const theirs = theirVersion(comparison);
  const action = decideAppointment(ourVersion(target), theirs, agreedOn(comparison, theirs));
  try {
    return await apply(comparison, action);
  } catch (error) {
    const fault = error instanceof CalendarError ? error.fault : undefined;
    if (fault === 'forbidden' && remote && !remote.cancelled) return giveWay(comparison, action);
    if (fault === 'changed_meanwhile')
      await transact(unit, async (unit) =>
        logSync(unit, await appointmentLogEntry(unit.tx, comparison, action, 'read again')),
      );
    if (fault === 'changed_meanwhile' || fault === 'exists') return false;
    throw error;
  }
}

async function apply(
  comparison: AppointmentComparison,
  action: AppointmentAction,
): Promise<boolean> {
  const { session, target, remote } = comparison;
  switch (action.do) {
    case 'create': {
      const made = await session.create(target, refOf(target.row.id), draftOf(target, action.to));
      return (await settle(comparison, action, made)) || takeBack(comparison, made);
    }
    case 'update': {
      const draft = draftOf(target, action.to);
      const written = await session.update(target, remote!.eventId, draft, remote!.etag);
      return settle(comparison, action, written);
    }
    case 'remove':
      await session.remove(target.calendarId, remote!.eventId, remote!.etag);
      return forget(comparison, action);
    case 'delete_row':
      return forget(comparison, action);
    case 'take_theirs':
    case 'settle':
      return settle(comparison, action, remote!);
  }
}

/** Copies the event into the row. @returns false if the row has changed since: then both must be read again. */
async function settle(
  comparison: AppointmentComparison,
  action: AppointmentAction,
  event: RemoteEvent,
  refused?: string,
): Promise<boolean> {
  const { target } = comparison;
  const { id, revision, agentCalendarId } = target.row;
  return transact(comparison.unit, async (unit) => {
    const { ctx, tx } = unit;
    const entry = await appointmentLogEntry(tx, comparison, action, 'event', refused);
    const marked = await tx
      .update(table)
      .set({
        ...toMirrorColumns(event, target.showTitles),
        providerEventId: event.eventId,
        syncRun: sql`(select ${agentCalendars.syncRun} from ${agentCalendars}
          where ${agentCalendars.id} = ${agentCalendarId})`,
        syncStatus: 'synced',
        deletedAt: null,
        lastError: refused ?? null,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(table.id, id), eq(table.revision, revision)))
      .returning({ id: table.id });
    if (refused !== undefined || action.do !== 'settle') await logSync(unit, entry);
    return marked.length > 0;
  });
}

/** Deletes the row once its event is gone. */
async function forget(
  comparison: AppointmentComparison,
  action: AppointmentAction,
): Promise<boolean> {
  const { target } = comparison;
  const { id, revision } = target.row;
  return transact(comparison.unit, async (unit) => {
    const { tx } = unit;
    const entry = await appointmentLogEntry(tx, comparison, action, 'deleted');
    const gone = await tx
      .delete(table)
      .where(and(eq(table.id, id), eq(table.revision, revision)))
      .returning({ id: table.id });
    await logSync(unit, entry);
    return gone.length > 0;
  });
}

// The account may see this event but not change it, since it belongs to somebody else. The row takes over its content.
const giveWay = (comparison: AppointmentComparison, action: AppointmentAction): Promise<boolean> =>
  settle(comparison, action, comparison.remote!, notOurs);

const notOurs =
  'This event belongs to somebody else, who has not let the account change it. It stands as they have it.';

/** Removes a new event if its row was deleted meanwhile: no later job would look for the event. */
async function takeBack(comparison: AppointmentComparison, made: RemoteEvent): Promise<boolean> {
  const { unit, session, target } = comparison;
  const still = await transact(unit, ({ tx }) => loadAppointment(tx, target.row.id));
  if (!still) await session.remove(target.calendarId, made.eventId);
  return !still;
}

const refOf = (id: string): EventRef => ({ kind: 'appointment', id, generation: 0 });

const ourVersion = ({ row }: AppointmentTarget): OurAppointment => ({
  stands: row.deletedAt === null,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  allDay: row.allDay,
  title: row.title,
  location: row.location,
  description: row.description,
  changedAt: row.updatedAt,
  revision: row.revision,
});

const theirVersion = ({ remote }: AppointmentComparison): TheirAppointment | null =>
  remote && {
    stands: !remote.cancelled,
    startsAt: remote.startsAt,
    endsAt: remote.endsAt,
    allDay: remote.allDay,
    title: remote.title,
    location: remote.location,
    description: remote.description,
    changedAt: remote.updatedAt,
    written: remote.written,
  };

// The text that was agreed on, also if we may not read the event's text. Then the row's texts are empty because we
// did not store them, not because somebody emptied them; only a text written over them is a change.
function agreedOn(
  { legible, target: { row } }: AppointmentComparison,
  theirs: TheirAppointment | null,
) {
  const { agreed } = row;
  if (legible || !agreed || !theirs) return agreed;
  const before = (field: 'title' | 'location' | 'description') =>
    row[field] && row[field] !== agreed[field] ? theirs[field] : (row[field] ?? theirs[field]);
  return {
    ...agreed,
    title: before('title'),
    location: before('location'),
    description: before('description'),
  };
}

const draftOf = ({ row, timezone }: AppointmentTarget, to: AppointmentContent): EventDraft => ({
  title: to.title,
  description: to.description,
  location: to.location,
  startsAt: to.startsAt,
  endsAt: to.endsAt,
  allDay: to.allDay,
  timezone,
  revision: row.revision,
});
