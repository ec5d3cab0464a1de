/** A tour and its event, read for one comparison: each side's version, and the log entry. Pure. */
import type { CalendarSource } from '@luma-leasing/types/tour';
import type { AgreedTourEvent } from '../../../db/tables/tours.ts';
import { fingerprint } from '../../../lib/crypto.ts';
import type { Interval } from '../../../lib/interval.ts';
import { type OpenUnit, systemActor, type UnitOfWork } from '../../../unit-of-work.ts';
import type {
  CalendarSession,
  EventDraft,
  EventRef,
  RemoteEvent,
} from '../../calendars/provider.ts';
import { providerOf } from '../../calendars/providers.ts';
import type { LoadedTour } from '../../tours/load-tour.ts';
import type { OurTour, TheirEvent, TourAction } from './decide-tour.ts';
import {
  isCancelledInCalendar,
  isOver,
  type TargetCalendar,
  type TourEventRow,
} from './load-target.ts';
import { loggedTimes, type SyncEntry } from '../sync-log.ts';

/** A tour and its event as they were read, the event first, with all that is needed to make them agree. */
export interface TourComparison {
  unit: UnitOfWork;
  session: CalendarSession;
  target: TargetCalendar;
  remote: RemoteEvent | null;
  loaded: LoadedTour;
  event: TourEventRow;
  /** What the event should say. */
  draft: EventDraft;
  began: number;
}

export const eventRefOf = ({ tourId, generation }: TourEventRow): EventRef => ({
  kind: 'tour',
  id: tourId,
  generation,
});

/** The time of the event when both sides last agreed; if it did not stand then, the tour's time. */
export const lastAgreedTime = ({
  event: { agreed },
  loaded: { tour },
}: TargetCalendar): Interval => (agreed?.stands ? agreed : tour);

/** The name of the calendar's provider in the tour's history. */
export const calendarSourceOf = ({
  unit,
  target,
}: Pick<TourComparison, 'unit'> & Held): CalendarSource =>
  providerOf(unit.ctx, target.provider).source;
interface Held {
  target: Pick<TargetCalendar, 'provider'>;
}

/** The unit with the calendar as actor, for what its owner did there. */
export const unitOfCalendar = (unit: OpenUnit, { target }: Held): OpenUnit => ({
  ...unit,
  actor: { ...systemActor, role: 'calendar', via: calendarSourceOf({ unit, target }) },
});

/** The unit with the prospect as actor, for what they answered to the invitation. */
export const unitOfInvitedProspect = (unit: OpenUnit, comparison: TourComparison): OpenUnit => ({
  ...unit,
  actor: { ...systemActor, role: 'prospect', via: calendarSourceOf(comparison) },
});

const textOf = ({ draft: { title, description, location } }: TourComparison): string =>
  fingerprint(JSON.stringify([title, description, location]));

export function ourVersion(comparison: TourComparison): OurTour {
  const { tour, property } = comparison.loaded;
  return {
    now: comparison.began,
    stands: tour.status !== 'cancelled',
    over: isOver(tour),
    past: tour.endsAt <= comparison.began,
    bookedAgain: comparison.target.bookedAgain,
    startsAt: tour.startsAt,
    endsAt: tour.endsAt,
    changedAt: tour.updatedAt,
    cancelledInCalendar: isCancelledInCalendar(tour),
    revision: comparison.event.revision,
    text: textOf(comparison),
    timezone: property.timezone,
  };
}

const isInvited = ({ tour }: LoadedTour, event: RemoteEvent): boolean =>
  tour.email.toLowerCase() in event.answers;

export const theirVersion = ({ remote, target, loaded }: TourComparison): TheirEvent | null =>
  remote && {
    stands: !remote.cancelled,
    startsAt: remote.startsAt,
    endsAt: remote.endsAt,
    allDay: remote.allDay,
    timezone: target.timezone,
    changedAt: remote.updatedAt,
    invited: isInvited(loaded, remote),
    written: remote.written,
  };

/** The agreed state if the event is the given one. */
export function agreedStateOf(
  comparison: TourComparison,
  event: RemoteEvent | null,
): AgreedTourEvent {
  const stands = event !== null && !event.cancelled;
  return {
    stands,
    startsAt: stands ? event.startsAt : 0,
    endsAt: stands ? event.endsAt : 0,
    revision: comparison.event.revision,
    text: textOf(comparison),
    ...(stands && !isInvited(comparison.loaded, event) ? { uninvited: true } : {}),
  };
}

const inbound: TourAction['do'][] = ['move_tour', 'cancel_tour', 'restore_tour'];

/** @param refused given if the provider refused our write, because the event changed after we read it. */
export function tourLogEntry(
  comparison: TourComparison,
  action: TourAction,
  refused?: 'refused',
): SyncEntry {
  const { target, event, began } = comparison;
  const isInbound = inbound.includes(action.do);
  const overruled = refused !== undefined || ('conflict' in action && action.conflict);
  const kept = refused ? 'read again' : isInbound ? 'theirs' : 'ours';
  return {
    connectionId: target.connectionId,
    agentCalendarId: target.agentCalendarId,
    tourId: event.tourId,
    direction: isInbound && !refused ? 'inbound' : 'outbound',
    operation: action.do,
    began,
    outcome: overruled ? 'conflict' : 'ok',
    ...(overruled ? { details: { ...bothVersions(comparison), kept } } : {}),
  };
}

const bothVersions = ({ loaded: { tour }, remote }: TourComparison) => ({
  ours: {
    status: tour.status,
    ...loggedTimes(tour),
  },
  theirs:
    remote &&
    (remote.cancelled ? { status: 'cancelled' } : { status: 'confirmed', ...loggedTimes(remote) }),
});
