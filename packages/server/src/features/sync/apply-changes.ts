import { and, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { externalCalendarEvents, type AgreedEvent } from '../../db/tables/calendars.ts';
import { parseInstant } from '../../lib/iso.ts';
import type { RemoteEvent } from '../calendars/provider.ts';
import { syncAppointment } from './contracts.ts';
import { isUuid } from './is-uuid.ts';

const table = externalCalendarEvents;

/** Rows in one statement: each has a dozen parameters, and Postgres takes 65,535. */
const rowsAtOnce = 1_000;

export interface MirroredCalendar {
  agentCalendarId: string;
  organizationId: string;
  profileId: string;
  showTitles: boolean;
  syncRun: number;
}

/**
 * Brings the mirror up to what a page of changes says. Applying it twice changes nothing. Rows changed here that
 * the calendar does not have yet stay as they are: their own job compares both sides.
 * @returns how many rows changed.
 */
export async function applyChanges(
  ctx: Context,
  tx: Tx,
  scope: TenantScope,
  calendar: MirroredCalendar,
  events: RemoteEvent[],
): Promise<number> {
  await recognise(tx, calendar, events);
  const gone = events.filter((event) => event.cancelled).map((event) => event.eventId);
  const there = events.filter((event) => !event.cancelled);
  const dropped = gone.length > 0 ? await drop(tx, calendar, gone) : 0;
  let kept = 0;
  for (let first = 0; first < there.length; first += rowsAtOnce)
    kept += await upsert(ctx, tx, calendar, there.slice(first, first + rowsAtOnce));
  await requeueUnsynced(ctx, tx, scope, calendar, events);
  return dropped + kept;
}

/**
 * What a full listing did not name is gone, but for what was changed here meanwhile, and what lies further ahead
 * than it looked.
 */
export async function dropUnseen(
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

// An appointment of ours may come back before the answer to its creation did: its row learns its name.
async function recognise(tx: Tx, { agentCalendarId }: MirroredCalendar, events: RemoteEvent[]) {
  for (const { ref, eventId } of events)
    if (ref?.kind === 'appointment' && isUuid(ref.id))
      await tx
        .update(table)
        .set({ providerEventId: eventId })
        .where(
          and(
            eq(table.id, ref.id),
            eq(table.agentCalendarId, agentCalendarId),
            sql`${table.providerEventId} = ${`new:${ref.id}`}`,
          ),
        );
}

// A series goes with all its instances; an instance goes alone.
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

async function upsert(
  ctx: Context,
  tx: Tx,
  calendar: MirroredCalendar,
  events: RemoteEvent[],
): Promise<number> {
  const now = ctx.clock.now();
  // A page may name an event twice; the last word counts, and one statement can say only one.
  const last = [...new Map(events.map((event) => [event.eventId, event])).values()];
  const rows = await tx
    .insert(table)
    .values(
      last.map((event) => ({
        organizationId: calendar.organizationId,
        agentCalendarId: calendar.agentCalendarId,
        profileId: calendar.profileId,
        providerEventId: event.eventId,
        syncRun: calendar.syncRun,
        updatedAt: now,
        ...mirrored(event, calendar.showTitles),
      })),
    )
    .onConflictDoUpdate({
      target: [table.agentCalendarId, table.providerEventId],
      set: Object.fromEntries(
        overwritten.map((column) => [column, sql.raw(`excluded.${snake(column)}`)]),
      ),
      setWhere: sql`${table.syncStatus} = 'synced' and (${table.etag} is distinct from excluded.etag
        or ${table.syncRun} < excluded.sync_run)`,
    })
    .returning({ id: table.id });
  return rows.length;
}

const overwritten = [
  'seriesId',
  'startsAt',
  'endsAt',
  'allDay',
  'busy',
  'forTour',
  'title',
  'location',
  'description',
  'etag',
  'agreed',
  'syncRun',
  'updatedAt',
] as const;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns of a row that say what the event says. What others put there may have to stay unread. */
export function mirrored(event: RemoteEvent, showTitles: boolean) {
  const agreed = agreedOn(event);
  const { startsAt, endsAt, allDay } = agreed;
  const forTour = event.ref?.kind === 'tour';
  const shown = !forTour && (showTitles || event.ref?.kind === 'appointment');
  const words = shown
    ? { title: event.title, location: event.location, description: event.description }
    : { title: null, location: null, description: null };
  return {
    seriesId: event.seriesId,
    startsAt,
    endsAt,
    allDay,
    busy: event.busy,
    forTour,
    ...words,
    etag: event.etag,
    agreed: shown ? agreed : { ...agreed, title: '', location: '', description: '' },
  };
}

const agreedOn = (event: RemoteEvent): AgreedEvent => ({
  startsAt: parseInstant(event.startsAt),
  endsAt: parseInstant(event.endsAt),
  allDay: event.allDay,
  title: event.title,
  location: event.location,
  description: event.description,
  revision: event.written?.revision ?? null,
});

async function requeueUnsynced(
  ctx: Context,
  tx: Tx,
  scope: TenantScope,
  { agentCalendarId }: MirroredCalendar,
  events: RemoteEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const unsynced = await tx
    .select({ appointmentId: table.id })
    .from(table)
    .where(
      and(
        eq(table.agentCalendarId, agentCalendarId),
        inArray(
          table.providerEventId,
          events.map((event) => event.eventId),
        ),
        sql`${table.syncStatus} <> 'synced'`,
        isNotNull(table.agreed),
      ),
    );
  const { organizationId, propertyId } = scope;
  for (const { appointmentId } of unsynced)
    await ctx.queue.enqueue(tx, syncAppointment, { organizationId, propertyId, appointmentId });
}
