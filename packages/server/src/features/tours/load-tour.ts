import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem, type TenantScope } from '../../db/scope.ts';
import { profiles } from '../../db/tables/profiles.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import { readManageToken } from './manage-link.ts';

export type LoadedTour = NonNullable<Awaited<ReturnType<typeof loadTour>>>;

/** A tour with its property, its settings and its agent. */
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

/**
 * Whoever holds a manage link acts for that one tour.
 * @throws AppError LINK_INVALID when we did not sign it, or the tour is gone.
 */
export async function scopeOfLink(
  ctx: Context,
  token: string,
): Promise<{ scope: TenantScope; tourId: string }> {
  const tourId = readManageToken(ctx.config.SESSION_SECRET, token);
  const rows = tourId
    ? await asSystem(ctx.db, (tx) =>
        tx
          .select({
            organizationId: tourBookings.organizationId,
            propertyId: tourBookings.propertyId,
          })
          .from(tourBookings)
          .where(eq(tourBookings.id, tourId)),
      )
    : [];
  if (!tourId || !rows[0])
    throw new AppError(
      'LINK_INVALID',
      'This link is not valid. Please use the one in your latest message.',
    );
  return { scope: mintScope(rows[0]), tourId };
}
