/**
 * Decides what to do with a tour and its event [S2, S5]. Three versions go in (ours, theirs, the last agreed one), one
 * action comes out. Pure. Time: the later change wins. Text: ours wins.
 * After an action is done, the next decision is `settle`.
 */
import type { AgreedTourEvent } from '../../../db/tables/tours.ts';
import { type Interval, sameTime } from '../../../lib/interval.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { zoneOf } from '../../../lib/zone.ts';
import { baseTimeOf } from '../../tours/own-event.ts';

/** The tour as it is now. Times are epoch ms. */
export interface OurTour {
  now: number;
  /** The tour should have an event. */
  stands: boolean;
  /** The tour was given or missed. Its event changes nothing any more, unless somebody moves it into the future. */
  over: boolean;
  /** The tour's time has passed. If its event is deleted now, the tour is not cancelled. */
  past: boolean;
  /** The tour has passed or was cancelled there, and its prospect has booked another one since. */
  bookedAgain: boolean;
  startsAt: number;
  endsAt: number;
  changedAt: number;
  /** The tour was cancelled by deleting its event. */
  cancelledInCalendar: boolean;
  /** The tour's revision. An event written for an earlier one is out of date. */
  revision: number;
  /** Fingerprint of the text that the event should have. */
  text: string;
  /** The property's zone. */
  timezone: string;
}

/** The event as it is now. Null instead of it: the calendar has no such event. */
export interface TheirEvent {
  stands: boolean;
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  /** The calendar's zone: that of the days of an all-day event. */
  timezone: string;
  changedAt: number | null;
  /** The prospect is among the event's guests. */
  invited: boolean;
  /** What we last wrote into the event. We know it even if the answer to our write was lost. */
  written: (Interval & { revision: number }) | null;
}

/** `conflict`: both sides had changed the tour, and one side was overruled. */
export type TourAction =
  | { do: 'settle'; guest?: 'removed' | 'invited'; left?: LeftEventReason }
  | { do: 'create' }
  | { do: 'create_anew'; conflict: boolean }
  | { do: 'update'; conflict: boolean }
  | { do: 'remove' }
  | { do: 'move_tour'; startsAt: number; endsAt: number; conflict: boolean }
  | { do: 'cancel_tour'; conflict: boolean }
  | { do: 'restore_tour'; startsAt: number; endsAt: number };

/** Why an event stays at another time than its tour: somebody put it into the past, or the prospect has booked again. */
export type LeftEventReason = 'in_past' | 'booked_again';

/** No tour takes so long: a longer event tells only the day, not the time. */
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

// The agent may take the prospect off the event's guests, or add them again. The tour's history notes it.
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

// Somebody restored a deleted event. That restores the tour only if deleting the event had cancelled it. An event in
// the past is left alone; if somebody moves it into the future later, it restores the tour then.
function restoreOrRemove(ours: OurTour, theirs: TheirEvent): TourAction {
  if (!ours.cancelledInCalendar) return { do: 'remove' };
  const wanted = timeOf(theirs, ours);
  if (wanted.startsAt <= ours.now) return { do: 'settle' };
  return ours.bookedAgain
    ? { do: 'settle', left: 'booked_again' }
    : { do: 'restore_tour', ...wanted };
}

function missing(
  ours: OurTour,
  theirs: TheirEvent | null,
  agreed: AgreedTourEvent | null,
): TourAction {
  // Nobody is invited to a tour that is over.
  if (ours.over || ours.past) return { do: 'settle' };
  if (!agreed?.stands)
    return theirs === null ? { do: 'create' } : { do: 'create_anew', conflict: false };
  const movedHere = !sameTime(ours, agreed);
  // The tour was moved after the event was deleted: somebody was promised the new time.
  if (movedHere && (theirs?.changedAt ?? 0) <= ours.changedAt)
    return { do: 'create_anew', conflict: true };
  return { do: 'cancel_tour', conflict: movedHere };
}

function compareTimes(
  ours: OurTour,
  theirs: TheirEvent,
  agreed: AgreedTourEvent | null,
): TourAction {
  // After the account is connected anew there is no agreed state, but the event says which revision it was written for.
  const sameText = agreed
    ? agreed.text === ours.text
    : (theirs.written?.revision ?? -1) >= ours.revision;
  const asIs: TourAction =
    sameTime(theirs, ours) && sameText ? { do: 'settle' } : { do: 'update', conflict: false };
  const base = baseTimeOf(theirs, agreed);
  if (!base) return asIs;
  const wanted = timeOf(theirs, ours);
  if (sameTime(wanted, ours)) return asIs;
  const movedThere = !sameTime(theirs, base);
  const isPast = wanted.startsAt <= ours.now;
  // The agent repeats the tour at a later date, say for a prospect who missed it, unless the prospect has booked again.
  if (ours.over && movedThere && !isPast && !ours.bookedAgain)
    return { do: 'restore_tour', ...wanted };
  // No sweep need have noted yet that the tour is over.
  const isOver = ours.over || (ours.past && ours.bookedAgain);
  if (isOver || isPast) {
    // Otherwise the tour follows no event in the past, and none once it is over: the event stays until the tour changes.
    // If the tour is over and the event past, it stays for good: an update would mail its guests about a past time.
    const seenRevision = agreed?.revision ?? theirs.written?.revision ?? -1;
    // Once both sides have agreed on the event's time, only what we last wrote tells that somebody put it there.
    const wasPut = ours.bookedAgain && theirs.written && !sameTime(theirs, theirs.written);
    const stays = ours.revision <= seenRevision || (isOver && (isPast || movedThere || wasPut));
    if (!stays) return { do: 'update', conflict: movedThere };
    if (isOver && isPast) return { do: 'settle' };
    return { do: 'settle', left: isOver ? 'booked_again' : 'in_past' };
  }
  if (!movedThere) return asIs;
  const movedHere = !sameTime(ours, base);
  if (movedHere && (theirs.changedAt ?? 0) <= ours.changedAt)
    return { do: 'update', conflict: true };
  return { do: 'move_tour', ...wanted, conflict: movedHere };
}

/** The time that the event gives the tour. An all-day event changes only the day; the tour keeps its time of day. */
function timeOf(theirs: TheirEvent, ours: OurTour): Interval {
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
