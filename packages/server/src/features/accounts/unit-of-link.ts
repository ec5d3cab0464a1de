import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import type { UnitOfWork } from '../../unit-of-work.ts';
import { readManageToken } from './manage-link.ts';

/** The unit of a manage link's holder, who may act on that one tour. */
export interface ManageLinkUnit {
  unit: UnitOfWork;
  tourId: string;
}

/** @throws AppError LINK_INVALID if we did not sign the token, or the tour is gone. */
export async function unitOfLink(ctx: Context, token: string): Promise<ManageLinkUnit> {
  const tourId = readManageToken(ctx.config.SESSION_SECRET, token);
  const { organizationId, propertyId, test } = tourBookings;
  const [tour] = tourId
    ? await asSystem(ctx.db, (tx) =>
        tx
          .select({ organizationId, propertyId, test })
          .from(tourBookings)
          .where(eq(tourBookings.id, tourId)),
      )
    : [];
  if (!tourId || !tour)
    throw new AppError(
      'LINK_INVALID',
      'This link is not valid. Please use the one in your latest message.',
    );
  const actor = { role: 'prospect', userId: null, profileId: null, via: 'link' } as const;
  return { unit: { ctx, scope: mintScope(tour), actor, test: tour.test }, tourId };
}
