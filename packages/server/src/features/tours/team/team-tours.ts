import type { TeamTour } from '@luma-leasing/types/dashboard';
import { and, eq, type SQL } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { profiles } from '../../../db/tables/profiles.ts';
import { properties } from '../../../db/tables/properties.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';

/** Tours as the team sees them, without practice tours. */
export async function teamTours(
  tx: Tx,
  which: SQL | undefined,
  {
    orderBy = [tourBookings.startsAt],
    limit = 2_000,
  }: { orderBy?: (SQL | typeof tourBookings.startsAt)[]; limit?: number } = {},
): Promise<TeamTour[]> {
  const rows = await tx
    .select({
      tour: tourBookings,
      agent: { id: profiles.id, name: profiles.name },
      event: tourEvents,
      timezone: properties.timezone,
    })
    .from(tourBookings)
    .innerJoin(profiles, eq(profiles.id, tourBookings.profileId))
    .innerJoin(properties, eq(properties.id, tourBookings.propertyId))
    .leftJoin(tourEvents, eq(tourEvents.tourId, tourBookings.id))
    .where(and(which, eq(tourBookings.test, false)))
    .orderBy(...orderBy)
    .limit(limit);
  return rows.map(({ tour, agent, event, timezone }) => ({
    id: tour.id,
    status: tour.status,
    tourType: tour.tourType,
    startsAt: instantText(tour.startsAt),
    endsAt: instantText(tour.endsAt),
    timezone,
    agent,
    prospect: {
      firstName: tour.firstName,
      lastName: tour.lastName,
      email: tour.email,
      phone: tour.phone,
    },
    specialRequests: tour.specialRequests,
    conflictAccepted: tour.conflictAccepted,
    unverified: tour.unverified,
    cancelledVia: tour.cancelledVia,
    syncStatus: event?.syncStatus ?? 'pending',
    syncError: event?.lastError ?? null,
    invite: event?.invite ?? 'pending',
    invited: tour.invitation !== 'withheld',
    createdAt: instantText(tour.createdAt),
    updatedAt: instantText(tour.updatedAt),
  }));
}
