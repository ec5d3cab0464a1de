import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { profiles } from '../../db/tables/profiles.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { tourBookings } from '../../db/tables/tours.ts';

export type LoadedTour = NonNullable<Awaited<ReturnType<typeof loadTour>>>;

/** A tour with its agent, its property and the property's settings; undefined if there is no such tour. */
export async function loadTour(tx: Tx, tourId: string) {
  const [row] = await tx
    .select({
      tour: tourBookings,
      property: properties,
      config: lumaleasingConfig,
      agent: { id: profiles.id, name: profiles.name, email: profiles.email },
    })
    .from(tourBookings)
    .innerJoin(properties, eq(properties.id, tourBookings.propertyId))
    .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
    .innerJoin(profiles, eq(profiles.id, tourBookings.profileId))
    .where(eq(tourBookings.id, tourId));
  return row;
}
