import { and, eq, inArray, ne, notExists, or } from 'drizzle-orm';
import { becomeSystem, becomeTenant } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  type OpenChannel,
} from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { tourEvents, eventRemovals, tourBookings } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';

/**
 * Deletes an account's calendars that neither block time nor receive tours, with their mirror. A calendar stays while it
 * has tours to come, of any property, or while something must still be written into it or removed from it.
 * @returns the channels to be stopped at the provider.
 */
export async function deleteUnusedCalendars(
  { tx, scope }: OpenUnit,
  connectionId: string,
): Promise<OpenChannel[]> {
  await becomeSystem(tx);
  const unused = await tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .where(
      and(
        eq(agentCalendars.connectionId, connectionId),
        eq(agentCalendars.isDefault, false),
        eq(agentCalendars.blocksTime, false),
        notExists(
          tx
            .select({ tourId: tourEvents.tourId })
            .from(tourEvents)
            .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
            .where(
              and(
                eq(tourEvents.agentCalendarId, agentCalendars.id),
                or(eq(tourBookings.status, 'confirmed'), ne(tourEvents.syncStatus, 'synced')),
              ),
            ),
        ),
        notExists(
          tx
            .select({ id: eventRemovals.id })
            .from(eventRemovals)
            .where(eq(eventRemovals.agentCalendarId, agentCalendars.id)),
        ),
        notExists(
          tx
            .select({ id: mirrorEvents.id })
            .from(mirrorEvents)
            .where(
              and(
                eq(mirrorEvents.agentCalendarId, agentCalendars.id),
                ne(mirrorEvents.syncStatus, 'synced'),
              ),
            ),
        ),
      ),
    );
  await becomeTenant(tx, scope);
  const ids = unused.map(({ id }) => id);
  if (ids.length === 0) return [];
  const channels = await tx
    .delete(calendarChannels)
    .where(inArray(calendarChannels.agentCalendarId, ids))
    .returning({ id: calendarChannels.id, resourceId: calendarChannels.resourceId });
  await tx.delete(agentCalendars).where(inArray(agentCalendars.id, ids));
  return channels;
}
