import { and, count, eq, inArray } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourEvents, tourHistory } from '../../../db/tables/tours.ts';
import { type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { manageUrl } from '../../accounts/manage-link.ts';
import { identityOf } from '../../calendars/receiving-calendar.ts';
import { toIcs } from '../prospect-calendar-entry.ts';
import type { TourRow } from '../present.ts';
import { getTour } from './get-managed-tour.ts';

/** A tour as a calendar file [W7]. @throws AppError LINK_INVALID */
export const getIcs = (unit: UnitOfWork, tourId: string): Promise<string> =>
  transact(unit, async (unit) => {
    const loaded = await getTour(unit, tourId);
    return toIcs(loaded, {
      manageUrl: manageUrl(unit.ctx.config, tourId),
      uid: await uidOf(unit, loaded.tour),
      sequence: await sequenceOf(unit, tourId),
    });
  });

// The event's UID. We choose the event's id before it is written, so the UID is known, unless the provider chooses it.
async function uidOf({ ctx, tx }: OpenUnit, { id, profileId, receiver }: TourRow): Promise<string> {
  const [event] = await tx.select().from(tourEvents).where(eq(tourEvents.tourId, id));
  const [receiving] = receiver
    ? await tx
        .select({ provider: calendarConnections.provider })
        .from(agentCalendars)
        .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
        .where(and(eq(agentCalendars.profileId, profileId), eq(identityOf, receiver)))
        .limit(1)
    : [];
  const provider = receiving && ctx.calendars[receiving.provider];
  const which = event && { kind: 'tour' as const, id, generation: event.generation };
  return (which && provider?.icalUid(event.providerEventId ?? which)) || `${id}@lumaleasing`;
}

async function sequenceOf({ tx }: OpenUnit, tourId: string): Promise<number> {
  const [changes] = await tx
    .select({ count: count() })
    .from(tourHistory)
    .where(
      and(
        eq(tourHistory.tourId, tourId),
        inArray(tourHistory.action, ['rescheduled', 'reassigned', 'cancelled', 'restored']),
      ),
    );
  return changes!.count;
}
