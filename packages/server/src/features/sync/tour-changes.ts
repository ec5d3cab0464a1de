import { and, eq, gt, inArray, lt } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { calendarEvents, tourBookings } from '../../db/tables/tours.ts';
import type { RemoteEvent } from '../calendars/provider.ts';
import { removeStray } from '../calendars/contracts.ts';
import { syncTour } from '../tours/contracts.ts';
import { isUuid } from './is-uuid.ts';

/** What we know of a tour's event, whoever's tour it is. */
interface KnownEvent {
  tourId: string;
  propertyId: string;
  profileId: string;
  /** The provider's id of the calendar it stands in. */
  calendarId: string | null;
  agentCalendarId: string | null;
  providerEventId: string | null;
  etag: string | null;
}

type Known = Map<string, KnownEvent>;

const columns = {
  tourId: calendarEvents.tourId,
  propertyId: calendarEvents.propertyId,
  profileId: tourBookings.profileId,
  calendarId: agentCalendars.calendarId,
  agentCalendarId: calendarEvents.agentCalendarId,
  providerEventId: calendarEvents.providerEventId,
  etag: calendarEvents.etag,
};

/**
 * The tours of this organisation that a page of changes speaks of. An event that claims a tour we do not know is
 * somebody else's: busy like any other.
 */
export async function knownTours(
  ctx: Context,
  organizationId: string,
  events: RemoteEvent[],
): Promise<Known> {
  const ids = events.flatMap(({ ref }) => (ref?.kind === 'tour' && isUuid(ref.id) ? [ref.id] : []));
  if (ids.length === 0) return new Map();
  const rows = await asSystem(ctx.db, (tx) =>
    tx
      .select(columns)
      .from(calendarEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, calendarEvents.tourId))
      .leftJoin(agentCalendars, eq(agentCalendars.id, calendarEvents.agentCalendarId))
      .where(
        and(inArray(calendarEvents.tourId, ids), eq(tourBookings.organizationId, organizationId)),
      ),
  );
  return new Map(rows.map((row) => [row.tourId, row]));
}

/** The tours to come whose event, as far as we know, stands in this calendar. */
export const toursIn = (ctx: Context, agentCalendarId: string, to: number): Promise<KnownEvent[]> =>
  asSystem(ctx.db, (tx) =>
    tx
      .select(columns)
      .from(calendarEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, calendarEvents.tourId))
      .leftJoin(agentCalendars, eq(agentCalendars.id, calendarEvents.agentCalendarId))
      .where(
        and(
          eq(calendarEvents.agentCalendarId, agentCalendarId),
          eq(tourBookings.status, 'confirmed'),
          gt(tourBookings.endsAt, ctx.clock.now()),
          lt(tourBookings.endsAt, to),
        ),
      ),
  );

/** A tour of this agent, which blocks by itself; a colleague's, in a calendar they share, is busy like any event. */
export const isOurs = (known: Known, { ref }: RemoteEvent, profileId: string): boolean =>
  ref?.kind === 'tour' && known.get(ref.id)?.profileId === profileId;

/** It speaks of a tour that we know. */
export const isTour = (known: Known, { ref }: RemoteEvent): boolean =>
  ref?.kind === 'tour' && known.has(ref.id);

/** Queues every tour whose event is not as we left it, and every second event of a tour for removal. */
export async function enqueueTours(
  ctx: Context,
  tx: Tx,
  at: { organizationId: string; agentCalendarId: string; calendarId: string },
  known: Known,
  events: RemoteEvent[],
): Promise<void> {
  const { organizationId, agentCalendarId } = at;
  for (const event of events) {
    const ours = event.ref && known.get(event.ref.id);
    if (!ours) continue;
    const { tourId, propertyId, providerEventId } = ours;
    const ids = { organizationId, propertyId, tourId };
    const isIts =
      providerEventId === null ||
      // Two agents may share a calendar, each with a row of their own for it: the event is one and the same.
      (ours.calendarId === at.calendarId && providerEventId === event.eventId);
    if (!isIts && !event.cancelled)
      await ctx.queue.enqueue(tx, removeStray, { ...ids, agentCalendarId, eventId: event.eventId });
    if (isIts && ours.etag !== event.etag) await ctx.queue.enqueue(tx, syncTour, ids);
  }
}
