import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { calendarEvents } from '../../db/tables/tours.ts';
import { CalendarError, type CalendarSession, type RemoteEvent } from '../calendars/provider.ts';
import { withSession } from '../calendars/with-session.ts';
import { loadTour, type LoadedTour } from '../tours/load-tour.ts';
import { decideWrite } from './decide-write.ts';
import { eventDraft } from './event-draft.ts';

type EventRow = typeof calendarEvents.$inferSelect;
export type TargetCalendar = NonNullable<Awaited<ReturnType<typeof loadTarget>>>;

/** Each round answers one "somebody was quicker"; more in a row means something is wrong. */
const maxRounds = 6;

/**
 * Makes the agent's calendar show what the tour is now. Idempotent: whatever was lost, repeated or killed
 * half way, running it again ends with exactly one event, or none for a cancelled tour.
 * @returns false when the agent has no calendar to write to yet.
 * @throws CalendarError
 */
export async function writeTourEvent(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
): Promise<boolean> {
  for (let round = 0; round < maxRounds; round++) {
    const target = await asTenant(ctx.db, scope, (tx) => loadTarget(tx, tourId));
    if (!target) return false;
    const done = await withSession(ctx, scope, target, (session) =>
      writeOnce(ctx, scope, session, target, tourId),
    );
    if (done) return true;
  }
  throw new CalendarError('changed_meanwhile', 'The event kept changing while it was written');
}

/** False: somebody was quicker, look again. */
async function writeOnce(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  target: TargetCalendar,
  tourId: string,
): Promise<boolean> {
  // The event is read before the tour: should the tour change after, its own writer changes the event's
  // version tag, and ours is refused instead of putting old over new.
  const ref = { tourId, generation: target.event.generation };
  const remote = await session.find(target.calendarId, ref);
  const loaded = await asTenant(ctx.db, scope, (tx) => loadTour(tx, tourId));
  if (!loaded) return true;
  try {
    const written = await apply(ctx, scope, session, target, loaded, remote);
    if (written === 'again') return false;
    if (await markSynced(ctx, scope, target, written)) return true;
    await takeBack(ctx, scope, session, target, written);
    return false;
  } catch (error) {
    const quicker = ['exists', 'changed_meanwhile'];
    if (error instanceof CalendarError && quicker.includes(error.fault)) return false;
    throw error;
  }
}

async function apply(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  { calendarId, event }: TargetCalendar,
  loaded: LoadedTour,
  remote: RemoteEvent | null,
): Promise<RemoteEvent | null | 'again'> {
  const { tour } = loaded;
  const action = decideWrite(
    {
      stands: tour.status !== 'cancelled',
      startsAt: tour.startsAt,
      endsAt: tour.endsAt,
      writtenBefore: event.etag !== null,
    },
    remote,
  );
  const draft = eventDraft(loaded, event.generation);
  switch (action) {
    case 'create':
      return session.create(calendarId, draft);
    case 'update':
      return session.update(calendarId, remote!.eventId, draft, remote!.etag);
    case 'remove':
      await session.remove(calendarId, remote!.eventId);
      return null;
    case 'next_generation':
      await nextGeneration(ctx, scope, event);
      return 'again';
    case 'nothing':
      return remote;
  }
}

async function nextGeneration(ctx: Context, scope: TenantScope, event: EventRow): Promise<void> {
  await asTenant(ctx.db, scope, (tx) =>
    tx
      .update(calendarEvents)
      .set({ generation: event.generation + 1 })
      .where(
        and(
          eq(calendarEvents.tourId, event.tourId),
          eq(calendarEvents.generation, event.generation),
        ),
      ),
  );
}

// False when the tour has changed since. Its own writer may have looked before our event was there, so we
// look again.
async function markSynced(
  ctx: Context,
  scope: TenantScope,
  { event, agentCalendarId }: TargetCalendar,
  remote: RemoteEvent | null,
): Promise<boolean> {
  const marked = await asTenant(ctx.db, scope, (tx) =>
    tx
      .update(calendarEvents)
      .set({
        agentCalendarId,
        providerEventId: remote?.eventId ?? event.providerEventId,
        etag: remote?.etag ?? event.etag,
        syncStatus: 'synced',
        lastError: null,
        syncedAt: ctx.clock.now(),
      })
      .where(
        and(
          eq(calendarEvents.tourId, event.tourId),
          eq(calendarEvents.updatedAt, event.updatedAt),
          eq(calendarEvents.generation, event.generation),
        ),
      )
      .returning({ tourId: calendarEvents.tourId }),
  );
  return marked.length > 0;
}

// The tour went to another calendar while its event was made here: nobody will look for it here again.
async function takeBack(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  { event, calendarId }: TargetCalendar,
  written: RemoteEvent | null,
): Promise<void> {
  if (!written) return;
  const [now] = await asTenant(ctx.db, scope, (tx) =>
    tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, event.tourId)),
  );
  if (now?.generation !== event.generation) await session.remove(calendarId, written.eventId);
}

/** Where the tour's event stands or is to stand: the calendar it was written to, else the agent's default. */
async function loadTarget(tx: Parameters<typeof loadTour>[0], tourId: string) {
  const loaded = await loadTour(tx, tourId);
  const [event] = await tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, tourId));
  if (!loaded || !event) return undefined;
  const [calendar] = await tx
    .select({
      agentCalendarId: agentCalendars.id,
      calendarId: agentCalendars.calendarId,
      connectionId: calendarConnections.id,
      provider: calendarConnections.provider,
    })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        isNull(calendarConnections.disconnectedAt),
        event.agentCalendarId
          ? eq(agentCalendars.id, event.agentCalendarId)
          : eq(agentCalendars.profileId, loaded.tour.profileId),
      ),
    )
    .orderBy(desc(agentCalendars.isDefault))
    .limit(1);
  return calendar && { ...calendar, event };
}
