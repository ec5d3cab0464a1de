import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { isTourInConflict } from '../../tours/booking/conflicts.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { markEventPending } from '../../tours/tour-change.ts';
import { loadTour } from '../../tours/load-tour.ts';
import { notifyProspect } from '../../tours/notify-prospect.ts';

/**
 * Checks a tour that was booked while its calendar could not be asked, once the mirror is up to date [B1]. A tour in
 * conflict is kept and marked, and the prospect is offered other times, as with any conflict.
 */
export async function verifyBookedTour(unit: UnitOfWork, tourId: string): Promise<void> {
  await transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const loaded = await loadTour(tx, tourId);
    if (!loaded?.tour.unverified || loaded.tour.status !== 'confirmed') return;
    const { tour } = loaded;
    if (!(await isHeardOf(tx, tour))) return;
    const conflict = await isTourInConflict(unit, tour, tour);
    const [verified] = await tx
      .update(tourBookings)
      .set({ unverified: false, conflictAccepted: conflict })
      .where(and(eq(tourBookings.id, tourId), eq(tourBookings.updatedAt, tour.updatedAt)))
      .returning({ id: tourBookings.id });
    if (!verified) return;
    if (conflict)
      await notifyProspect(
        unit,
        tour,
        { kind: 'tour_in_conflict', details: { offerOthers: true } },
        tour.updatedAt,
      );
    await markEventPending(tx, tourId, ctx.clock.now());
    await enqueue(unit, syncTourJob, { tourId });
  });
}

// Whether every calendar that blocks the agent's time was synced since the booking, also the one not asked then.
async function isHeardOf(tx: Tx, tour: { profileId: string; updatedAt: number }): Promise<boolean> {
  const blocking = await tx
    .select({ lastSyncedAt: agentCalendars.lastSyncedAt })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        eq(agentCalendars.profileId, tour.profileId),
        eq(agentCalendars.blocksTime, true),
        isNull(calendarConnections.disconnectedAt),
      ),
    );
  return blocking.every(({ lastSyncedAt }) => (lastSyncedAt ?? 0) >= tour.updatedAt);
}
