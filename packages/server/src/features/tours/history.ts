import { tourHistory } from '../../db/tables/tours.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

interface Happened {
  action: (typeof tourHistory.$inferInsert)['action'];
  details?: Record<string, unknown>;
}

/** Appends to the history of tours what was done to them, and who did it [B6]. */
export async function noteInTourHistory(
  { ctx, tx, scope, actor }: OpenUnit,
  tourIds: readonly string[],
  { action, details = {} }: Happened,
): Promise<void> {
  await tx.insert(tourHistory).values(
    tourIds.map((tourId) => ({
      propertyId: scope.propertyId,
      tourId,
      at: ctx.clock.now(),
      action,
      actor: actor.role,
      actorUserId: actor.userId,
      via: actor.via,
      details,
    })),
  );
}
