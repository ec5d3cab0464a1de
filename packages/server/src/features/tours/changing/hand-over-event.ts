import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import type { tourEvents } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import { queueRemovals, removalElsewhere } from '../../calendars/queue-removal.ts';
import { receivingCalendar } from '../../calendars/receiving-calendar.ts';
import type { TourRow } from '../present.ts';
import { markEventPending } from '../tour-change.ts';

/**
 * Gives a tour another event, in the calendar that receives it now. The old one is removed from where it stands: another
 * agent has another calendar, and an event that stands where the tour cannot follow it does not move with the tour.
 * @param tour as it was: its agent's calendar has the old event.
 */
export async function handOverEvent(
  unit: OpenUnit,
  tour: Pick<TourRow, 'id' | 'profileId'>,
  event: typeof tourEvents.$inferSelect,
): Promise<void> {
  const { ctx, tx } = unit;
  const now = ctx.clock.now();
  const { generation, syncStatus } = event;
  await markEventPending(tx, tour.id, now, {
    agentCalendarId: null,
    providerEventId: null,
    etag: null,
    agreed: null,
    elsewhere: null,
    invite: 'pending',
    generation: generation + 1,
  });
  // An event that is not linked yet may already be written.
  const agentCalendarId =
    event.agentCalendarId ?? (await receivingCalendar(tx, tour.profileId))?.agentCalendarId;
  // Out of a calendar that was given up nothing can be taken.
  const isLost = event.elsewhere && agentCalendarId && !(await isWritable(tx, agentCalendarId));
  // A write of it may still be on its way: the removal is repeated once that must have arrived.
  const late = syncStatus === 'synced' ? {} : { arrivesUntil: now + 60_000 };
  await queueRemovals(unit, [
    ...(agentCalendarId && !isLost
      ? [{ tourId: tour.id, agentCalendarId, generation, ...late }]
      : []),
    ...(await removalElsewhere(tx, { ...event, agentCalendarId: agentCalendarId ?? null })),
  ]);
}

async function isWritable(tx: Tx, agentCalendarId: string): Promise<boolean> {
  const { id, writable } = agentCalendars;
  const [calendar] = await tx
    .select({ writable })
    .from(agentCalendars)
    .where(eq(id, agentCalendarId));
  return calendar?.writable ?? false;
}
