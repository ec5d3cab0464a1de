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
import { hasPassed } from './load-target.ts';

/** A tour of any agent of the organization, with the link to its event. */
interface KnownTour {
  tourId: string;
  propertyId: string;
  profileId: string;
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  status: TourStatus;
  /** The provider's id of the calendar that the event stands in. */
  calendarId: string | null;
  agentCalendarId: string | null;
  providerEventId: string | null;
  generation: number;
  etag: string | null;
}

type KnownTours = Map<string, KnownTour>;

const columns = {
  tourId: tourEvents.tourId,
  propertyId: tourEvents.propertyId,
  profileId: tourBookings.profileId,
  startsAt: tourBookings.startsAt,
  endsAt: tourBookings.endsAt,
  status: tourBookings.status,
  calendarId: agentCalendars.calendarId,
  agentCalendarId: tourEvents.agentCalendarId,
  providerEventId: tourEvents.providerEventId,
  generation: tourEvents.generation,
  etag: tourEvents.etag,
};

/**
 * The tours of this organization that a page of changes names, by id. An event may claim a tour that we do not know:
 * it belongs to somebody else and is busy like any other event.
 */
export async function loadNamedTours(
  ctx: Context,
  organizationId: string,
  events: RemoteEvent[],
): Promise<KnownTours> {
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

/** The tours to come that end before `to` (epoch ms) and whose event is linked to this calendar. */
export const loadToursInCalendar = (
  ctx: Context,
  agentCalendarId: string,
  to: number,
): Promise<KnownTour[]> =>
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
 * Whether an event is a tour's own event and the tour is this agent's: such a tour blocks its time by itself. Busy like
 * any other event are a colleague's tour in a shared calendar, copies, and the other dates of a series.
 */
export function isEventOfAgentsTour(
  known: KnownTours,
  event: RemoteEvent,
  { profileId, now }: { profileId: string; now: number },
): boolean {
  const tour = event.ref?.kind === 'tour' ? known.get(event.ref.id) : undefined;
  if (tour?.profileId !== profileId) return false;
  // A tour that has passed or was cancelled blocks no time. Its event makes busy the later time that its agent moved it
  // to, or the time that it stands at although the tour is cancelled.
  if (tour.status === 'cancelled' || (hasPassed(tour, now) && event.startsAt > tour.startsAt))
    return false;
  return isOwnEvent(tour, event) && (event.seriesId === null || event.startsAt === tour.startsAt);
}

/** Whether an event names a tour that we know. */
export const namesKnownTour = (known: KnownTours, { ref }: RemoteEvent): boolean =>
  ref?.kind === 'tour' && known.has(ref.id);

/**
 * Queues the removal of every stray, and finds the tours whose event has changed.
 * @returns the tours to be compared with their events.
 */
export async function queueStraysAndFindChanged(
  unit: OpenUnit,
  at: { agentCalendarId: string; calendarId: string },
  known: KnownTours,
  events: RemoteEvent[],
): Promise<KnownTour[]> {
  const { agentCalendarId } = at;
  const changed: KnownTour[] = [];
  const strays: Removal[] = [];
  for (const event of events) {
    const ours = event.ref && known.get(event.ref.id);
    if (!ours) continue;
    const { tourId, propertyId } = ours;
    // Two agents may share a calendar, each with an agent calendar of their own: compare the provider's ids. The own
    // event of a tour without a calendar may be in any.
    const isHere = ours.calendarId === null || ours.calendarId === at.calendarId;
    const isIts = isHere && isOwnEvent(ours, event);
    if (!isIts && !event.cancelled)
      strays.push({ propertyId, tourId, agentCalendarId, eventId: event.eventId });
    if (isIts && ours.etag !== event.etag) changed.push(ours);
  }
  await queueRemovals(unit, strays);
  return changed;
}

/**
 * Queues a comparison of these tours with their events, and marks them `pending`. The cursor moves on in the same
 * transaction, so nothing would name these tours again; if the job is lost, the sweep finds the mark. Each property's
 * tours are written in that property's scope.
 */
export async function enqueueTourComparisons(
  unit: OpenUnit,
  tours: readonly Pick<KnownTour, 'tourId' | 'propertyId'>[],
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
