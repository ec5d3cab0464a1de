import type { TourStatus } from '@luma-leasing/types/tour';
import { and, eq, gt, inArray, lt } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem, becomeProperty, becomeTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { isId } from '../../../lib/ids.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { queueRemovals, type Removal } from '../../calendars/queue-removal.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { isOwnEvent } from '../../tours/own-event.ts';
import { isOver } from './load-target.ts';

/** What we know of a tour's event, whoever's tour it is. */
interface KnownEvent {
  tourId: string;
  propertyId: string;
  profileId: string;
  /** Epoch ms. */
  startsAt: number;
  status: TourStatus;
  /** The provider's id of the calendar it stands in. */
  calendarId: string | null;
  agentCalendarId: string | null;
  providerEventId: string | null;
  generation: number;
  etag: string | null;
}

type Known = Map<string, KnownEvent>;

const columns = {
  tourId: tourEvents.tourId,
  propertyId: tourEvents.propertyId,
  profileId: tourBookings.profileId,
  startsAt: tourBookings.startsAt,
  status: tourBookings.status,
  calendarId: agentCalendars.calendarId,
  agentCalendarId: tourEvents.agentCalendarId,
  providerEventId: tourEvents.providerEventId,
  generation: tourEvents.generation,
  etag: tourEvents.etag,
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
  const ids = events.flatMap(({ ref }) => (ref?.kind === 'tour' && isId(ref.id) ? [ref.id] : []));
  if (ids.length === 0) return new Map();
  const rows = await asSystem(ctx.db, (tx) =>
    tx
      .select(columns)
      .from(tourEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
      .leftJoin(agentCalendars, eq(agentCalendars.id, tourEvents.agentCalendarId))
      .where(and(inArray(tourEvents.tourId, ids), eq(tourBookings.organizationId, organizationId))),
  );
  return new Map(rows.map((row) => [row.tourId, row]));
}

/** The tours to come whose event, as far as we know, stands in this calendar. */
export const toursIn = (ctx: Context, agentCalendarId: string, to: number): Promise<KnownEvent[]> =>
  asSystem(ctx.db, (tx) =>
    tx
      .select(columns)
      .from(tourEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
      .leftJoin(agentCalendars, eq(agentCalendars.id, tourEvents.agentCalendarId))
      .where(
        and(
          eq(tourEvents.agentCalendarId, agentCalendarId),
          eq(tourBookings.status, 'confirmed'),
          gt(tourBookings.endsAt, ctx.clock.now()),
          lt(tourBookings.endsAt, to),
        ),
      ),
  );

/**
 * A tour of this agent, which blocks by itself. A colleague's, in a calendar they share, is busy like any event, and so
 * are copies, and the other dates of a tour that somebody made a series of.
 */
export function isOurs(known: Known, event: RemoteEvent, profileId: string): boolean {
  const tour = event.ref?.kind === 'tour' ? known.get(event.ref.id) : undefined;
  if (tour?.profileId !== profileId) return false;
  // What is over takes no time. Where its agent dragged its event on, that time is busy until the tour follows, if it does.
  if (isOver(tour) && event.startsAt > tour.startsAt) return false;
  return isOwnEvent(tour, event) && (event.seriesId === null || event.startsAt === tour.startsAt);
}

/** It speaks of a tour that we know. */
export const isTour = (known: Known, { ref }: RemoteEvent): boolean =>
  ref?.kind === 'tour' && known.has(ref.id);

/**
 * Queues every tour whose event is not as we left it, and every second event of a tour for removal.
 * @returns the tours whose event is to be compared.
 */
export async function enqueueChangedTours(
  unit: OpenUnit,
  at: { agentCalendarId: string; calendarId: string },
  known: Known,
  events: RemoteEvent[],
): Promise<KnownEvent[]> {
  const { agentCalendarId } = at;
  const changed: KnownEvent[] = [];
  const strays: Removal[] = [];
  for (const event of events) {
    const ours = event.ref && known.get(event.ref.id);
    if (!ours) continue;
    const { tourId, propertyId } = ours;
    // Two agents may share a calendar, each with a row of their own for it: the event is one and the same.
    const isHere = ours.providerEventId === null || ours.calendarId === at.calendarId;
    const isIts = isHere && isOwnEvent(ours, event);
    if (!isIts && !event.cancelled)
      strays.push({ propertyId, tourId, agentCalendarId, eventId: event.eventId });
    if (isIts && ours.etag !== event.etag) changed.push(ours);
  }
  await queueRemovals(unit, strays);
  return changed;
}

/**
 * Asks for these tours to be compared with their events, and notes that they are to be: the cursor that told of them
 * goes on with this transaction, and whatever becomes of the job, the sweep finds them. Tours of several properties
 * are written each as its own.
 */
export async function askForTours(
  unit: OpenUnit,
  tours: readonly Pick<KnownEvent, 'tourId' | 'propertyId'>[],
): Promise<void> {
  const { ctx, tx, scope } = unit;
  if (tours.length === 0) return;
  const byProperty = Map.groupBy(tours, (tour) => tour.propertyId);
  for (const [propertyId, its] of [...byProperty].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    await becomeProperty(tx, scope, propertyId);
    const ids = its.map(({ tourId }) => tourId).toSorted();
    await tx
      .update(tourEvents)
      .set({ syncStatus: 'pending', updatedAt: ctx.clock.now() })
      .where(and(inArray(tourEvents.tourId, ids), eq(tourEvents.syncStatus, 'synced')));
    await enqueueAll(
      unit,
      syncTourJob,
      ids.map((tourId) => ({ propertyId, tourId })),
    );
  }
  await becomeTenant(tx, scope);
}
