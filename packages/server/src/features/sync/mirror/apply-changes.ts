import { and, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../../db/client.ts';
import { type AgreedEvent, mirrorEvents } from '../../../db/tables/mirror.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { isId } from '../../../lib/ids.ts';
import { instantText } from '../../../lib/iso.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { syncAppointmentJob } from '../job-contracts.ts';
import { unwrittenId } from '../appointments/load-appointment.ts';

const table = mirrorEvents;

export interface MirroredCalendar {
  agentCalendarId: string;
  organizationId: string;
  profileId: string;
  showTitles: boolean;
  syncRun: number;
}

/**
 * Applies a page of changes to the mirror. Applying it twice changes nothing.
 * Rows with changes of ours that are not in the calendar yet stay as they are: their own job compares both sides.
 * @returns how many rows changed.
 */
export async function applyChanges(
  unit: OpenUnit,
  calendar: MirroredCalendar,
  events: RemoteEvent[],
): Promise<number> {
  const { tx } = unit;
  await recognise(tx, calendar, events);
  const gone = events.filter((event) => event.cancelled).map((event) => event.eventId);
  const present = events.filter((event) => !event.cancelled);
  const dropped = gone.length > 0 ? await drop(tx, calendar, gone) : 0;
  const kept = await upsert(unit, calendar, present);
  await requeueUnsynced(unit, calendar, events);
  return dropped + kept;
}

/**
 * Deletes the rows that a full listing did not name. Rows that were changed on our side meanwhile stay, and so do
 * rows from `until` on (epoch ms), where the listing did not look.
 */
export async function deleteUnseenEvents(
  tx: Tx,
  { agentCalendarId, syncRun }: MirroredCalendar,
  until: number,
): Promise<number> {
  const dropped = await tx
    .delete(table)
    .where(
      and(
        eq(table.agentCalendarId, agentCalendarId),
        lt(table.syncRun, syncRun),
        lt(table.startsAt, until),
        eq(table.syncStatus, 'synced'),
      ),
    )
    .returning({ id: table.id });
  return dropped.length;
}

// A listing may name an appointment of ours before the answer to its creation arrives: store its event id in the row.
async function recognise(tx: Tx, { agentCalendarId }: MirroredCalendar, events: RemoteEvent[]) {
  const named = new Map(
    events.flatMap(({ ref, eventId }) =>
      ref?.kind === 'appointment' && isId(ref.id) ? [[unwrittenId(ref.id), eventId]] : [],
    ),
  );
  if (named.size === 0) return;
  const nameless = await tx
    .select({ id: table.id, unwritten: table.providerEventId })
    .from(table)
    .where(
      and(
        eq(table.agentCalendarId, agentCalendarId),
        inArray(table.providerEventId, [...named.keys()]),
      ),
    );
  for (const { id, unwritten } of nameless)
    await tx
      .update(table)
      .set({ providerEventId: named.get(unwritten)! })
      .where(and(eq(table.id, id), eq(table.providerEventId, unwritten)));
}

// Deletes the rows of cancelled events. A series takes all its instances along; an instance goes alone.
async function drop(tx: Tx, { agentCalendarId }: MirroredCalendar, gone: string[]) {
  const dropped = await tx
    .delete(table)
    .where(
      and(
        eq(table.agentCalendarId, agentCalendarId),
        or(inArray(table.providerEventId, gone), inArray(table.seriesId, gone)),
        eq(table.syncStatus, 'synced'),
      ),
    )
    .returning({ id: table.id });
  return dropped.length;
}

// All rows are one parameter: building a dozen parameters for each row took longer than the statement itself.
async function upsert(
  { ctx, tx }: OpenUnit,
  calendar: MirroredCalendar,
  events: RemoteEvent[],
): Promise<number> {
  if (events.length === 0) return 0;
  const now = ctx.clock.now();
  // A page may name an event twice: the last entry counts, and one statement may write each row only once.
  const last = [...new Map(events.map((event) => [event.eventId, event])).values()];
  const rows = last.map((event) => rowOf(calendar, event, now));
  const columns = Object.keys(rows[0]!);
  const list = (names: string[], from = '') =>
    sql.raw(names.map((name) => `${from}${name}`).join(', '));
  const set = overwritten.map((name) => `${name} = excluded.${name}`).join(', ');
  const written = await tx.execute(sql`
    insert into ${table} (id, ${list(columns)})
    select gen_random_uuid(), ${list(columns, 'r.')}
    from jsonb_populate_recordset(null::external_calendar_events, ${JSON.stringify(rows)}::jsonb) r
    on conflict (agent_calendar_id, provider_event_id) do update set ${sql.raw(set)}
    where ${table.syncStatus} = 'synced'
      and (${table.etag} is distinct from excluded.etag or ${table.syncRun} < excluded.sync_run)
    returning 1`);
  return rowsOf(written).length;
}

/** A row of the table, by the names of its columns in SQL. */
function rowOf(calendar: MirroredCalendar, event: RemoteEvent, now: number) {
  const { startsAt, endsAt, allDay, seriesId, forTour, ...columns } = toMirrorColumns(
    event,
    calendar.showTitles,
  );
  return {
    organization_id: calendar.organizationId,
    agent_calendar_id: calendar.agentCalendarId,
    profile_id: calendar.profileId,
    provider_event_id: event.eventId,
    // The kind is lost if an appointment's row was deleted with its account and now comes back.
    kind: event.ref?.kind === 'appointment' ? 'other' : null,
    sync_run: calendar.syncRun,
    updated_at: instantText(now),
    series_id: seriesId,
    starts_at: instantText(startsAt),
    ends_at: instantText(endsAt),
    all_day: allDay,
    for_tour: forTour,
    ...columns,
  };
}

const overwritten = [
  'series_id',
  'starts_at',
  'ends_at',
  'all_day',
  'busy',
  'unreadable',
  'for_tour',
  'title',
  'location',
  'description',
  'etag',
  'agreed',
  'sync_run',
  'updated_at',
] as const satisfies (keyof ReturnType<typeof rowOf>)[];

/** Whether we may read an event's text: always of our appointments; of other events if titles are shown, unless private. */
export const isLegible = (
  { ref, private: isPrivate }: RemoteEvent,
  showTitles: boolean,
): boolean => (ref ? ref.kind === 'appointment' : showTitles && !isPrivate);

/** The columns of a row that copy the event. The text is null if we may not read it (`isLegible`). */
export function toMirrorColumns(event: RemoteEvent, showTitles: boolean) {
  const agreed = agreedEventOf(event);
  const { startsAt, endsAt, allDay } = agreed;
  const shown = isLegible(event, showTitles);
  const words = shown
    ? { title: event.title, location: event.location, description: event.description }
    : { title: null, location: null, description: null };
  return {
    seriesId: event.seriesId,
    startsAt,
    endsAt,
    allDay,
    busy: event.busy,
    unreadable: event.unreadable ?? false,
    forTour: event.ref?.kind === 'tour',
    ...words,
    etag: event.etag,
    agreed: shown ? agreed : { ...agreed, title: '', location: '', description: '' },
  };
}

const agreedEventOf = (event: RemoteEvent): AgreedEvent => ({
  startsAt: event.startsAt,
  endsAt: event.endsAt,
  allDay: event.allDay,
  title: event.title,
  location: event.location,
  description: event.description,
  revision: event.written?.revision ?? null,
});

async function requeueUnsynced(
  unit: OpenUnit,
  { agentCalendarId }: MirroredCalendar,
  events: RemoteEvent[],
): Promise<void> {
  // Few rows are unsynced, and a partial index finds them.
  const unsynced = await unit.tx
    .select({ appointmentId: table.id, eventId: table.providerEventId })
    .from(table)
    .where(
      and(
        eq(table.agentCalendarId, agentCalendarId),
        sql`${table.syncStatus} <> 'synced'`,
        isNotNull(table.agreed),
      ),
    );
  const spokenOf = new Set(events.map((event) => event.eventId));
  const named = unsynced.filter(({ eventId }) => spokenOf.has(eventId));
  await enqueueAll(
    unit,
    syncAppointmentJob,
    named.map(({ appointmentId }) => ({ appointmentId })),
  );
}
