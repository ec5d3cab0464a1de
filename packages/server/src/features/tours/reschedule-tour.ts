import type { Via } from '@luma-leasing/types/tour';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { codeOf, exclusionViolation, retryDeadlock } from '../../db/errors.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { calendarEvents, tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import { instantText, MINUTE_MS } from '../../lib/iso.ts';
import { loadOffer, type Offer } from '../availability/load-offer.ts';
import { isManual, requireOffered } from '../availability/openings.ts';
import { throwTaken } from './alternatives.ts';
import { findCandidates } from './candidates.ts';
import { requireChangeable } from './changeable.ts';
import { rankCandidates } from './choose-agent.ts';
import { removeTourEvent, writeTourEvent } from './contracts.ts';
import { loadTour, type LoadedTour } from './load-tour.ts';
import { pickAgents, type PickedAgent } from './pick-agents.ts';
import type { Tour } from './present.ts';
import { aroundTour } from './window.ts';

/**
 * Moves a tour for its prospect: to the same agent where that is possible, else to another.
 * @param startsAt epoch ms.
 * @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED, SLOT_NOT_OFFERED, SLOT_TAKEN, CALENDAR_*
 */
export async function rescheduleTour(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
  startsAt: number,
  via: Via,
): Promise<void> {
  const now = ctx.clock.now();
  const { loaded, offer } = await asTenant(ctx.db, scope, async (tx) => {
    const found = await loadTour(tx, tourId);
    if (!found) throw new AppError('LINK_INVALID', 'This tour no longer exists.');
    return { loaded: found, offer: await loadOffer(tx, scope, aroundTour(startsAt)) };
  });
  requireChangeable(loaded, now);
  const { tour, property } = loaded;
  if (tour.startsAt === startsAt) return;
  const durationMinutes = requireOffered(offer, tour.tourType);
  const others = withoutTour(offer, loaded);
  const check = findCandidates(others, durationMinutes, startsAt, now);
  if (!check.offered)
    throw new AppError('SLOT_NOT_OFFERED', 'This time is not offered. Please choose another one.');

  const ranked = await rankCandidates(ctx, scope, others, check.agentIds, {
    startsAt,
    email: tour.email,
    currentAgentId: tour.profileId,
  });
  const bufferMs = offer.config.bufferMinutes * MINUTE_MS;
  const time = { startsAt, endsAt: startsAt + durationMinutes * MINUTE_MS, bufferMs };
  const picked = isManual(offer)
    ? ranked.map((id) => ({ id, unverified: false }))
    : pickAgents(ctx, scope, offer, ranked, time);
  for await (const agent of picked)
    if (await move(ctx, scope, loaded, agent, time, via, now)) return;
  await throwTaken(ctx, scope, { startsAt, timezone: property.timezone, tourType: tour.tourType });
}

// A tour does not stand in its own way.
const withoutTour = (offer: Offer, { tour }: LoadedTour): Offer => ({
  ...offer,
  tours: offer.tours.filter(
    (other) => other.profileId !== tour.profileId || other.startsAt !== tour.startsAt,
  ),
});

/** False when the constraint held it off. */
async function move(
  ctx: Context,
  scope: TenantScope,
  loaded: LoadedTour,
  agent: PickedAgent,
  time: { startsAt: number; endsAt: number; bufferMs: number },
  via: Via,
  now: number,
): Promise<boolean> {
  try {
    await retryDeadlock(() =>
      asTenant(ctx.db, scope, (tx) => writeMove(ctx, scope, tx, loaded, agent, time, via, now)),
    );
    ctx.changes.note(scope);
    return true;
  } catch (error) {
    if (codeOf(error) === exclusionViolation) return false;
    throw error;
  }
}

async function writeMove(
  ctx: Context,
  scope: TenantScope,
  tx: Tx,
  { tour }: LoadedTour,
  agent: PickedAgent,
  time: { startsAt: number; endsAt: number; bufferMs: number },
  via: Via,
  now: number,
): Promise<void> {
  const [moved] = await tx
    .update(tourBookings)
    .set({
      profileId: agent.id,
      startsAt: time.startsAt,
      endsAt: time.endsAt,
      blockedUntil: time.endsAt + time.bufferMs,
      unverified: agent.unverified,
      updatedAt: now,
    })
    .where(and(eq(tourBookings.id, tour.id), eq(tourBookings.status, 'confirmed')))
    .returning({ id: tourBookings.id });
  if (!moved) throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour was cancelled meanwhile.');
  const { organizationId, propertyId } = scope;
  await tx.insert(tourHistory).values({
    propertyId,
    tourId: tour.id,
    at: now,
    action: 'rescheduled',
    actor: 'prospect',
    via,
    details: {
      from: instantText(tour.startsAt),
      to: instantText(time.startsAt),
      ...(agent.id === tour.profileId ? {} : { profileId: agent.id }),
    },
  });
  if (agent.id === tour.profileId)
    await tx
      .update(calendarEvents)
      .set({ syncStatus: 'pending', updatedAt: now })
      .where(eq(calendarEvents.tourId, tour.id));
  else await handOver(ctx, scope, tx, tour, now);
  if (!tour.test)
    await ctx.queue.enqueue(tx, writeTourEvent, { organizationId, propertyId, tourId: tour.id });
}

// Another agent, another calendar: the event goes from the one and is made anew in the other.
async function handOver(ctx: Context, scope: TenantScope, tx: Tx, tour: Tour, now: number) {
  const ids = { organizationId: scope.organizationId, propertyId: scope.propertyId };
  const [event] = await tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, tour.id));
  if (!event) return;
  const { generation, syncStatus } = event;
  await tx
    .update(calendarEvents)
    .set({
      agentCalendarId: null,
      providerEventId: null,
      etag: null,
      generation: generation + 1,
      syncStatus: 'pending',
      updatedAt: now,
    })
    .where(eq(calendarEvents.tourId, tour.id));
  const agentCalendarId = event.agentCalendarId ?? (await defaultCalendar(tx, tour.profileId));
  if (!agentCalendarId) return;
  const gone = { ...ids, tourId: tour.id, agentCalendarId, generation };
  await ctx.queue.enqueue(tx, removeTourEvent, gone);
  // Its writer may be on the way to the provider, or have died there: then once more, when it has arrived.
  if (syncStatus !== 'synced')
    await ctx.queue.enqueue(tx, removeTourEvent, gone, { delaySeconds: 60 });
}

/** Where an event that is not known to be written may have been written to. */
async function defaultCalendar(tx: Tx, profileId: string): Promise<string | undefined> {
  const [calendar] = await tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .where(and(eq(agentCalendars.profileId, profileId), agentCalendars.isDefault));
  return calendar?.id;
}
