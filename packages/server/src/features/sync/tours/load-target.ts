import { calendarSources } from '@luma-leasing/types/tour';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourBookings, tourEvents } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import {
  identityOf,
  calendarColumns,
  receivingCalendar,
} from '../../calendars/receiving-calendar.ts';
import { type LoadedTour, loadTour } from '../../tours/load-tour.ts';

export type TourEventRow = typeof tourEvents.$inferSelect;
export type TargetCalendar = NonNullable<Awaited<ReturnType<typeof loadTarget>>>;

/** SQL: this row, if neither the tour's revision nor its event's generation has changed since it was loaded. */
export const isUnchangedSinceLoaded = ({ tourId, revision, generation }: TourEventRow) =>
  and(
    eq(tourEvents.tourId, tourId),
    eq(tourEvents.revision, revision),
    eq(tourEvents.generation, generation),
  );

/**
 * A tour with its calendar: the one its event was written to, else the agent's default.
 * @returns undefined if there is no such tour, or no connected calendar.
 */
export async function loadTarget(unit: OpenUnit, tourId: string) {
  const { tx } = unit;
  const loaded = await loadTour(tx, tourId);
  const [event] = await tx.select().from(tourEvents).where(eq(tourEvents.tourId, tourId));
  if (!loaded || !event) return undefined;
  const calendar = event.agentCalendarId
    ? await connectedCalendar(tx, event.agentCalendarId)
    : await receivingCalendar(tx, loaded.tour.profileId);
  return calendar && { ...calendar, event, loaded, bookedAgain: await isBookedAgain(unit, loaded) };
}

export const isOver = ({ status }: Pick<LoadedTour['tour'], 'status'>): boolean =>
  status === 'completed' || status === 'no_show';

/** The tour is over, or the next sweep will note that it is. */
export const hasPassed = (
  tour: Pick<LoadedTour['tour'], 'status' | 'endsAt'>,
  now: number,
): boolean => isOver(tour) || (tour.status === 'confirmed' && tour.endsAt <= now);

/** The tour was cancelled by deleting its event. Only then does the event bring it back if it stands again. */
export const isCancelledInCalendar = ({ cancelledVia }: LoadedTour['tour']): boolean =>
  calendarSources.some((source) => source === cancelledVia);

/**
 * The prospect of a tour that its event may bring back has another one at this property: a later one than the tour that
 * has passed, or one that was booked after the cancellation.
 */
export async function isBookedAgain({ ctx, tx }: OpenUnit, { tour }: LoadedTour): Promise<boolean> {
  if (!isCancelledInCalendar(tour) && !hasPassed(tour, ctx.clock.now())) return false;
  const { id, propertyId, leadId, email, status, startsAt, createdAt, test } = tourBookings;
  const later = await tx
    .select({ id })
    .from(tourBookings)
    .where(
      and(
        eq(propertyId, tour.propertyId),
        or(eq(leadId, tour.leadId), eq(email, tour.email)),
        eq(status, 'confirmed'),
        isCancelledInCalendar(tour) ? gt(createdAt, tour.updatedAt) : gt(startsAt, tour.startsAt),
        eq(test, false),
      ),
    )
    .limit(1);
  return later.length > 0;
}

async function connectedCalendar(tx: Tx, agentCalendarId: string) {
  const [calendar] = await tx
    .select({ ...calendarColumns, identity: identityOf, writable: agentCalendars.writable })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(and(eq(agentCalendars.id, agentCalendarId), isNull(calendarConnections.disconnectedAt)));
  return calendar;
}
