import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarEvents, type AgreedTourEvent } from '../../db/tables/tours.ts';
import { fingerprint } from '../../lib/crypto.ts';
import { instantText, parseInstant } from '../../lib/iso.ts';
import {
  CalendarError,
  type CalendarSession,
  type EventDraft,
  type EventRef,
  type RemoteEvent,
} from '../calendars/provider.ts';
import { withSession } from '../calendars/with-session.ts';
import type { LoadedTour } from '../tours/load-tour.ts';
import { adopt } from './adopt.ts';
import { decideTour, type OurTour, type TheirEvent, type TourAction } from './decide-tour.ts';
import { eventDraft } from './event-draft.ts';
import { loadTarget, type EventRow, type TargetCalendar } from './load-target.ts';
import { logSync, logSyncAlone } from './sync-log.ts';

/** Each round answers one "somebody was quicker", or one change of the tour; more in a row means something is wrong. */
const maxRounds = 8;

/** A tour and its event, read in this order. */
interface Meeting {
  target: TargetCalendar;
  remote: RemoteEvent | null;
  loaded: LoadedTour;
  event: EventRow;
  draft: EventDraft;
  text: string;
}

/**
 * Makes a tour and its event in the agent's calendar agree, whichever of them changed [S1, S2, S5]. Idempotent:
 * whatever was lost, repeated, reordered or killed half way, running it again ends with exactly one event, or none
 * for a cancelled tour.
 * @returns false when the agent has no calendar to write to yet.
 * @throws CalendarError
 */
export async function syncTour(ctx: Context, scope: TenantScope, tourId: string): Promise<boolean> {
  for (let round = 0; round < maxRounds; round++) {
    const target = await asTenant(ctx.db, scope, (tx) => loadTarget(tx, tourId));
    if (!target) return false;
    const done = await withSession(ctx, scope, target, (session) =>
      syncOnce(ctx, scope, session, target, tourId),
    );
    if (done) return true;
  }
  throw new CalendarError(
    'changed_meanwhile',
    'Tour and event kept changing while they were compared',
  );
}

/** False: look again. */
async function syncOnce(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  target: TargetCalendar,
  tourId: string,
): Promise<boolean> {
  // The event is read before the tour: should the tour change after, its own job changes the event's version
  // tag, and ours is refused instead of putting old over new.
  const ref = refOf(target.event);
  const { providerEventId } = target.event;
  const remote = providerEventId
    ? await session.get(target, providerEventId)
    : await session.find(target, ref);
  if (remote === null && target.event.agreed?.stands) await requireCalendar(session, target);
  const now = await asTenant(ctx.db, scope, (tx) => loadTarget(tx, tourId));
  if (!now) return true;
  if (
    now.agentCalendarId !== target.agentCalendarId ||
    refOf(now.event).generation !== ref.generation
  )
    return false;
  const draft = eventDraft(now.loaded, now.event.revision);
  const text = fingerprint(JSON.stringify([draft.title, draft.description, draft.location]));
  const meeting = { target, remote, loaded: now.loaded, event: now.event, draft, text };
  const action = decideTour(
    ourTour(meeting, ctx.clock.now()),
    theirEvent(meeting),
    now.event.agreed,
  );
  const began = ctx.clock.now();
  try {
    return await apply(ctx, scope, session, meeting, action, began);
  } catch (error) {
    const quicker = ['exists', 'changed_meanwhile'];
    if (!(error instanceof CalendarError) || !quicker.includes(error.fault)) throw error;
    if (error.fault === 'changed_meanwhile')
      await logSyncAlone(ctx, scope, {
        ...entryOf(meeting, began),
        operation: action.do,
        outcome: 'conflict',
        details: bothVersions(meeting, 'read again'),
      });
    return false;
  }
}

// A calendar that is gone, or no longer shared with us, takes its events along; nobody cancelled those tours.
export async function requireCalendar(
  session: CalendarSession,
  { calendarId }: Pick<TargetCalendar, 'calendarId'>,
): Promise<void> {
  const calendars = await session.calendars();
  if (!calendars.some((one) => one.calendarId === calendarId && one.writable))
    throw new CalendarError('not_found', 'The calendar is gone, or may no longer be written to');
}

async function apply(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  meeting: Meeting,
  action: TourAction,
  began: number,
): Promise<boolean> {
  const { target, remote, event, draft } = meeting;
  switch (action.do) {
    case 'move_tour':
    case 'cancel_tour':
    case 'restore_tour':
      await adopt(ctx, scope, meeting, action, {
        ...entryOf(meeting, began),
        direction: 'inbound',
        operation: action.do,
        ...('conflict' in action && action.conflict
          ? { outcome: 'conflict' as const, details: bothVersions(meeting, 'theirs') }
          : { outcome: 'ok' as const }),
      });
      // What the tour became may differ from what the event says: a whole day, say.
      return false;
    case 'create_anew':
      await nextGeneration(ctx, scope, event);
      return false;
    case 'create':
      return settle(
        ctx,
        scope,
        session,
        meeting,
        action,
        began,
        await session.create(target, refOf(event), draft),
      );
    case 'update':
      return settle(
        ctx,
        scope,
        session,
        meeting,
        action,
        began,
        await session.update(target, remote!.eventId, quietly(draft, remote!), remote!.etag),
      );
    case 'remove':
      await session.remove(target.calendarId, remote!.eventId, remote!.etag);
      return settle(ctx, scope, session, meeting, action, began, null);
    case 'settle':
      return settle(ctx, scope, session, meeting, action, began, remote);
  }
}

/** Notes what both sides now say. False when the tour has changed since: then we look again. */
async function settle(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  meeting: Meeting,
  action: TourAction,
  began: number,
  written: RemoteEvent | null,
): Promise<boolean> {
  const { target, event, loaded } = meeting;
  const settled = await asTenant(ctx.db, scope, async (tx) => {
    const marked = await tx
      .update(calendarEvents)
      .set({
        agentCalendarId: target.agentCalendarId,
        providerEventId: written?.eventId ?? event.providerEventId,
        etag: written?.etag ?? event.etag,
        agreed: agreedOn(meeting, written),
        invite: written?.answers[loaded.tour.email.toLowerCase()] ?? event.invite,
        syncStatus: 'synced',
        lastError: null,
        syncedAt: ctx.clock.now(),
      })
      .where(
        and(
          eq(calendarEvents.tourId, event.tourId),
          eq(calendarEvents.revision, event.revision),
          eq(calendarEvents.generation, event.generation),
        ),
      )
      .returning({ tourId: calendarEvents.tourId });
    const overruled = 'conflict' in action && action.conflict;
    if (action.do !== 'settle')
      await logSync(ctx, tx, scope, {
        ...entryOf(meeting, began),
        operation: action.do,
        outcome: overruled ? 'conflict' : 'ok',
        ...(overruled ? { details: bothVersions(meeting, 'ours') } : {}),
      });
    return marked.length > 0;
  });
  if (!settled) await takeBack(ctx, scope, session, meeting, written);
  return settled;
}

// The tour went to another calendar while its event was made here: nobody will look for it here again.
async function takeBack(
  ctx: Context,
  scope: TenantScope,
  session: CalendarSession,
  { event, target }: Meeting,
  written: RemoteEvent | null,
): Promise<void> {
  if (!written || written.cancelled) return;
  const [now] = await asTenant(ctx.db, scope, (tx) =>
    tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, event.tourId)),
  );
  if (now?.generation !== event.generation)
    await session.remove(target.calendarId, written.eventId);
}

/** An id stays taken after its event is deleted: the next event of this tour has another. */
async function nextGeneration(ctx: Context, scope: TenantScope, event: EventRow): Promise<void> {
  await asTenant(ctx.db, scope, (tx) =>
    tx
      .update(calendarEvents)
      .set({
        generation: sql`${calendarEvents.generation} + 1`,
        providerEventId: null,
        etag: null,
        agreed: null,
      })
      .where(
        and(
          eq(calendarEvents.tourId, event.tourId),
          eq(calendarEvents.generation, event.generation),
        ),
      ),
  );
}

const refOf = ({ tourId, generation }: EventRow): EventRef => ({
  kind: 'tour',
  id: tourId,
  generation,
});

function ourTour({ loaded: { tour, property }, text }: Meeting, now: number): OurTour {
  return {
    stands: tour.status !== 'cancelled',
    over: tour.status === 'completed' || tour.status === 'no_show',
    past: tour.endsAt <= now,
    startsAt: tour.startsAt,
    endsAt: tour.endsAt,
    changedAt: tour.updatedAt,
    cancelledThere: tour.cancelledVia === 'google_calendar',
    text,
    timezone: property.timezone,
  };
}

const theirEvent = ({ remote, target }: Pick<Meeting, 'remote' | 'target'>): TheirEvent | null =>
  remote && {
    stands: !remote.cancelled,
    startsAt: parseInstant(remote.startsAt),
    endsAt: parseInstant(remote.endsAt),
    allDay: remote.allDay,
    timezone: target.timezone,
    changedAt: remote.updatedAt,
    written: remote.written,
  };

function agreedOn(
  { text, event: { revision } }: Meeting,
  written: RemoteEvent | null,
): AgreedTourEvent {
  const stands = written !== null && !written.cancelled;
  return {
    stands,
    startsAt: stands ? parseInstant(written.startsAt) : 0,
    endsAt: stands ? parseInstant(written.endsAt) : 0,
    revision,
    text,
  };
}

// Guests hear of another time, not of our notes to the agent.
const quietly = (draft: EventDraft, remote: RemoteEvent): EventDraft => ({
  ...draft,
  quiet:
    parseInstant(remote.startsAt) === parseInstant(draft.startsAt) &&
    parseInstant(remote.endsAt) === parseInstant(draft.endsAt),
});

const entryOf = ({ target, event }: Meeting, began: number) => ({
  connectionId: target.connectionId,
  agentCalendarId: target.agentCalendarId,
  tourId: event.tourId,
  direction: 'outbound' as const,
  began,
});

function bothVersions({ loaded: { tour }, remote }: Meeting, kept: string) {
  return {
    ours: {
      status: tour.status,
      startsAt: instantText(tour.startsAt),
      endsAt: instantText(tour.endsAt),
    },
    theirs:
      remote &&
      (remote.cancelled
        ? { status: 'cancelled' }
        : { status: 'confirmed', startsAt: remote.startsAt, endsAt: remote.endsAt }),
    kept,
  };
}

export type { Meeting };
