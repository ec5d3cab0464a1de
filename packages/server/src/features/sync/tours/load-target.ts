import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourBookings, tourEvents } from '../../../db/tables/tours.ts';
import {
  identityOf,
  calendarColumns,
  receivingCalendar,
} from '../../calendars/receiving-calendar.ts';
import { type LoadedTour, loadTour } from '../../tours/load-tour.ts';

export type TourEventRow = typeof tourEvents.$inferSelect;
export type TargetCalendar = NonNullable<Awaited<ReturnType<typeof loadTarget>>>;

/** SQL: this row, if neither the tour's revision nor its event's generation has changed since it was loaded. */
export const asItWas = ({ tourId, revision, generation }: TourEventRow) =>
  and(
    eq(tourEvents.tourId, tourId),
    eq(tourEvents.revision, revision),
    eq(tourEvents.generation, generation),
  );

/**
 * A tour with its calendar: the one its event was written to, else the agent's default.
 * @returns undefined if there is no such tour, or no connected calendar.
 */
export async function loadTarget(tx: Tx, tourId: string) {
  const loaded = await loadTour(tx, tourId);
  const [event] = await tx.select().from(tourEvents).where(eq(tourEvents.tourId, tourId));
  if (!loaded || !event) return undefined;
  const calendar = event.agentCalendarId
    ? await connectedCalendar(tx, event.agentCalendarId)
    : await receivingCalendar(tx, loaded.tour.profileId);
  return calendar && { ...calendar, event, loaded, bookedAgain: await isBookedAgain(tx, loaded) };
}

export const isOver = ({ status }: Pick<LoadedTour['tour'], 'status'>): boolean =>
  status === 'completed' || status === 'no_show';

/** The tour is over, or the next sweep will note that it is. */
export const hasPassed = (tour: LoadedTour['tour'], now: number): boolean =>
  isOver(tour) || (tour.status === 'confirmed' && tour.endsAt <= now);

/** The tour is over, and its prospect has a later one at this property. */
async function isBookedAgain(tx: Tx, { tour }: LoadedTour): Promise<boolean> {
  if (!isOver(tour)) return false;
  const { id, propertyId, leadId, email, status, startsAt, test } = tourBookings;
  const later = await tx
    .select({ id })
    .from(tourBookings)
    .where(
      and(
        eq(propertyId, tour.propertyId),
        or(eq(leadId, tour.leadId), eq(email, tour.email)),
        eq(status, 'confirmed'),
        gt(startsAt, tour.startsAt),
        eq(test, false),
      ),
    )
    .limit(1);
  return later.length > 0;
}

async function connectedCalendar(tx: Tx, agentCalendarId: string) {
  const [calendar] = await tx
    .select({ ...calendarColumns, identity: identityOf })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(and(eq(agentCalendars.id, agentCalendarId), isNull(calendarConnections.disconnectedAt)));
  return calendar;
}
