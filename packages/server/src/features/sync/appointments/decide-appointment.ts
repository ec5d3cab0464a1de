/**
 * What to do when a row of the mirror that people may also write here is compared with its event [S10, S5]: three
 * versions go in (ours, theirs, and what both last agreed), one action comes out. Pure. Time: the later change
 * wins; text: ours, field by field; whoever deletes wins over whoever edits. Whatever has been done needs nothing
 * when asked again.
 */
import type { AgreedEvent } from '../../../db/tables/calendars.ts';
import type { WrittenMark } from '../../calendars/provider.ts';

interface Time {
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
}

const fields = ['title', 'location', 'description'] as const;
type Text = Record<(typeof fields)[number], string>;

export type Content = Time & Text;

/** The row, as it is now. A text that is null is not known here: it stays as it is there. */
export interface OurAppointment extends Time, Record<keyof Text, string | null> {
  /** It was not deleted here. */
  stands: boolean;
  changedAt: number;
  /** Grows with every change made here. */
  revision: number;
}

/** Its event, as it is now; null: the calendar knows none. */
export interface TheirAppointment extends Content {
  stands: boolean;
  changedAt: number | null;
  /** What we last wrote into it, known even when the answer to that was lost. */
  written: WrittenMark | null;
}

/** `conflict`: both sides had changed it; one of them was overruled. */
export type AppointmentAction =
  | { do: 'settle' }
  | { do: 'create'; to: Content }
  | { do: 'update'; to: Content; conflict: boolean }
  | { do: 'remove'; conflict: boolean }
  | { do: 'take_theirs'; conflict: boolean }
  | { do: 'delete_row'; conflict: boolean };

export function decideAppointment(
  ours: OurAppointment,
  theirs: TheirAppointment | null,
  agreed: AgreedEvent | null,
): AppointmentAction {
  if (!theirs?.stands) return missing(ours, theirs, agreed);
  if (!ours.stands)
    return { do: 'remove', conflict: agreed !== null && editedThere(theirs, agreed) };
  const { to, conflict } = merge(ours, theirs, agreed);
  if (!same(to, theirs)) return { do: 'update', to, conflict };
  return same(to, known(ours, theirs)) ? { do: 'settle' } : { do: 'take_theirs', conflict };
}

function missing(
  ours: OurAppointment,
  theirs: TheirAppointment | null,
  agreed: AgreedEvent | null,
): AppointmentAction {
  if (ours.stands && agreed === null && theirs === null)
    return { do: 'create', to: known(ours, null) };
  // Its id stays taken after a deletion; and whoever deleted it there has seen it there.
  const editedHere = ours.stands && agreed !== null && !same(known(ours, agreed), agreed);
  return { do: 'delete_row', conflict: editedHere };
}

function merge(
  ours: OurAppointment,
  theirs: TheirAppointment,
  agreed: AgreedEvent | null,
): { to: Content; conflict: boolean } {
  const mine = known(ours, theirs);
  // Nothing changed here since a write of ours of which no answer came: what it says is what was decided then.
  if (landed(theirs, agreed) && theirs.written?.revision === ours.revision)
    return { to: theirs, conflict: false };
  const movedHere = agreed === null || !sameTime(mine, agreed);
  const movedThere = !sameTime(theirs, timeBefore(theirs, agreed, mine));
  const laterThere = (theirs.changedAt ?? 0) > ours.changedAt;
  const time = movedThere && (!movedHere || laterThere) ? theirs : mine;
  let conflict = movedHere && movedThere && !sameTime(mine, theirs);
  const text = {} as Text;
  for (const field of fields) {
    const [here, there] = [mine[field], theirs[field]];
    const base = agreed?.[field];
    text[field] = agreed === null || here !== base ? here : there;
    if (agreed !== null && here !== base && there !== base && here !== there) conflict = true;
  }
  const { startsAt, endsAt, allDay } = time;
  return { to: { startsAt, endsAt, allDay, ...text }, conflict };
}

/** A write of ours arrived after the last agreement. */
const landed = ({ written }: TheirAppointment, agreed: AgreedEvent | null): boolean =>
  written !== null && written.revision !== agreed?.revision;

// When it was before anybody moved it there: as agreed, or as we wrote since without hearing that it arrived.
// Without this, a late write of our own would look like somebody's wish.
function timeBefore(theirs: TheirAppointment, agreed: AgreedEvent | null, mine: Time): Time {
  if (!theirs.written || !landed(theirs, agreed)) return agreed ?? mine;
  const { startsAt, endsAt } = theirs.written;
  return { startsAt, endsAt, allDay: theirs.allDay };
}

const editedThere = (theirs: TheirAppointment, agreed: AgreedEvent): boolean =>
  !landed(theirs, agreed) && !same(theirs, agreed);

function known(ours: OurAppointment, otherwise: Content | null): Content {
  const { startsAt, endsAt, allDay } = ours;
  const text = Object.fromEntries(
    fields.map((field) => [field, ours[field] ?? otherwise?.[field] ?? '']),
  ) as Text;
  return { startsAt, endsAt, allDay, ...text };
}

const sameTime = (one: Time, other: Time): boolean =>
  one.startsAt === other.startsAt && one.endsAt === other.endsAt && one.allDay === other.allDay;

const same = (one: Content, other: Content): boolean =>
  sameTime(one, other) && fields.every((field) => one[field] === other[field]);
