/**
 * What to do when a tour and its event are compared [S2, S5]: three versions go in (ours, theirs, and what both last
 * agreed), one action comes out. Pure. Time: the later change wins; text: ours; whatever has been done needs
 * nothing when asked again.
 */
import type { AgreedTourEvent } from '../../../db/tables/tours.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { zoneOf } from '../../../lib/zone.ts';
import { baseOf, sameTime, type Time } from '../../tours/own-event.ts';

/** The tour, as it is now. Times are epoch ms. */
export interface OurTour {
  now: number;
  /** It is to have an event. */
  stands: boolean;
  /** It was given, or missed: the calendar decides nothing about it any more, unless it is put into the future. */
  over: boolean;
  /** Its time has passed: an event tidied away says nothing about it. */
  past: boolean;
  /** It is over, and its prospect has another one to come. */
  bookedAgain: boolean;
  startsAt: number;
  endsAt: number;
  changedAt: number;
  /** Cancelled by deleting its event. */
  cancelledThere: boolean;
  /** Of the tour; an event written for an earlier one says something old. */
  revision: number;
  /** Fingerprint of what its event should say. */
  text: string;
  /** The property's zone. */
  timezone: string;
}

/** Its event, as it is now; null: the calendar knows none. */
export interface TheirEvent {
  stands: boolean;
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  /** The zone that the days of a day-long event are days of. */
  timezone: string;
  changedAt: number | null;
  /** The prospect is among its guests. */
  invited: boolean;
  /** What we last wrote into it, known even when the answer to that was lost. */
  written: (Time & { revision: number }) | null;
}

/** `conflict`: both sides had changed it; one of them was overruled. */
export type TourAction =
  | { do: 'settle'; guest?: 'removed' | 'invited'; left?: LeftEvent }
  | { do: 'create' }
  | { do: 'create_anew'; conflict: boolean }
  | { do: 'update'; conflict: boolean }
  | { do: 'remove' }
  | { do: 'move_tour'; startsAt: number; endsAt: number; conflict: boolean }
  | { do: 'cancel_tour'; conflict: boolean }
  | { do: 'restore_tour'; startsAt: number; endsAt: number };

/** Why an event is left where its tour is not: somebody put it into the past, or its prospect has booked again. */
export type LeftEvent = 'in_past' | 'booked_again';

/** Nobody shows an apartment for so long: such an event says which day, not when. */
const longestMs = 12 * 3_600_000;

export function decideTour(
  ours: OurTour,
  theirs: TheirEvent | null,
  agreed: AgreedTourEvent | null,
): TourAction {
  const action = decide(ours, theirs, agreed);
  const guest = guestNews(theirs, agreed);
  return action.do === 'settle' && guest ? { ...action, guest } : action;
}

// Whom its agent takes off the invitation, or puts on it again: that is theirs to decide, and worth a line.
function guestNews(theirs: TheirEvent | null, agreed: AgreedTourEvent | null) {
  if (!theirs?.stands || !agreed?.stands || theirs.invited !== (agreed.uninvited ?? false))
    return undefined;
  return theirs.invited ? 'invited' : 'removed';
}

function decide(
  ours: OurTour,
  theirs: TheirEvent | null,
  agreed: AgreedTourEvent | null,
): TourAction {
  const isThere = theirs !== null && theirs.stands;
  if (!ours.stands) return isThere ? restoreOrRemove(ours, theirs) : { do: 'settle' };
  return isThere ? compareTimes(ours, theirs, agreed) : missing(ours, theirs, agreed);
}

// Somebody took an event out of the bin again. Only whoever put it there can want the tour back: while its time is past it
// stays as it is, and dragged into the future later, it means the same.
function restoreOrRemove(ours: OurTour, theirs: TheirEvent): TourAction {
  if (!ours.cancelledThere) return { do: 'remove' };
  const wanted = timeOf(theirs, ours);
  return wanted.startsAt <= ours.now ? { do: 'settle' } : { do: 'restore_tour', ...wanted };
}

function missing(
  ours: OurTour,
  theirs: TheirEvent | null,
  agreed: AgreedTourEvent | null,
): TourAction {
  // Nobody is invited to what is over.
  if (ours.over || ours.past) return { do: 'settle' };
  if (!agreed?.stands)
    return theirs === null ? { do: 'create' } : { do: 'create_anew', conflict: false };
  const movedHere = !sameTime(ours, agreed);
  // A visitor was promised the new time after the old one was given up there.
  if (movedHere && (theirs?.changedAt ?? 0) <= ours.changedAt)
    return { do: 'create_anew', conflict: true };
  return { do: 'cancel_tour', conflict: movedHere };
}

function compareTimes(
  ours: OurTour,
  theirs: TheirEvent,
  agreed: AgreedTourEvent | null,
): TourAction {
  // Connected anew: nobody remembers what it said, but it knows for which revision it was written.
  const sameText = agreed
    ? agreed.text === ours.text
    : (theirs.written?.revision ?? -1) >= ours.revision;
  const asIs: TourAction =
    sameTime(theirs, ours) && sameText ? { do: 'settle' } : { do: 'update', conflict: false };
  const base = baseOf(theirs, agreed);
  if (!base) return asIs;
  const wanted = timeOf(theirs, ours);
  if (sameTime(wanted, ours)) return asIs;
  const movedThere = !sameTime(theirs, base);
  const isPast = wanted.startsAt <= ours.now;
  // Who did not come comes next week, unless another tour was booked for it.
  if (ours.over && movedThere && !isPast && !ours.bookedAgain)
    return { do: 'restore_tour', ...wanted };
  if (ours.over || isPast) {
    // A time that has passed is no plan, and what is over is none either: the event stays until the tour itself is changed.
    // One that is over and in the past stays for good: its guests would be mailed the past.
    const seen = agreed?.revision ?? theirs.written?.revision ?? -1;
    const stays = ours.revision <= seen || (ours.over && (isPast || movedThere));
    if (!stays) return { do: 'update', conflict: movedThere };
    if (ours.over && isPast) return { do: 'settle' };
    return { do: 'settle', left: ours.over ? 'booked_again' : 'in_past' };
  }
  if (!movedThere) return asIs;
  const movedHere = !sameTime(ours, base);
  if (movedHere && (theirs.changedAt ?? 0) <= ours.changedAt)
    return { do: 'update', conflict: true };
  return { do: 'move_tour', ...wanted, conflict: movedHere };
}

/** When the tour is to be, going by the event: a day-long one moves the day and leaves the time of day. */
function timeOf(theirs: TheirEvent, ours: OurTour): Time {
  const length = theirs.endsAt - theirs.startsAt;
  if (!theirs.allDay && length > 0 && length <= longestMs)
    return { startsAt: theirs.startsAt, endsAt: theirs.endsAt };
  const dayThere = zoneOf(theirs.allDay ? theirs.timezone : ours.timezone).dayAt(theirs.startsAt);
  const zone = zoneOf(ours.timezone);
  const dayHere = zone.dayAt(ours.startsAt);
  const wallClock = ours.startsAt + zone.offsetAt(ours.startsAt) - dayHere * DAY_MS;
  const startsAt = zone.reached(dayThere * DAY_MS + wallClock);
  return { startsAt, endsAt: startsAt + (ours.endsAt - ours.startsAt) };
}
