/**
 * Decides what to do with an appointment: a row of the mirror that people may also change on our side [S10, S5].
 * Three versions go in (ours, theirs, the last agreed one), one action comes out. Pure.
 * Time: the later change wins. Text: ours wins, field by field. A deletion wins over an edit.
 * After an action is done, the next decision is `settle`.
 */
import type { AgreedEvent } from '../../../db/tables/mirror.ts';
import type { WrittenMark } from '../../calendars/provider.ts';

interface Time {
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
}

const fields = ['title', 'location', 'description'] as const;
type Text = Record<(typeof fields)[number], string>;

export type AppointmentContent = Time & Text;

/** The row as it is now. Null means that we do not know the text: the event keeps its own. */
export interface OurAppointment extends Time, Record<keyof Text, string | null> {
  /** It was not deleted here. */
  stands: boolean;
  changedAt: number;
  /** Grows with every change made here. */
  revision: number;
}

/** The event as it is now. Null instead of it: the calendar has no such event. */
export interface TheirAppointment extends AppointmentContent {
  stands: boolean;
  changedAt: number | null;
  /** What we last wrote into the event. We know it even if the answer to our write was lost. */
  written: WrittenMark | null;
}

/** `conflict`: both sides had changed the appointment, and one side was overruled. */
export type AppointmentAction =
  | { do: 'settle' }
  | { do: 'create'; to: AppointmentContent }
  | { do: 'update'; to: AppointmentContent; conflict: boolean }
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
  // A deleted event is not created again: its id stays taken, and the person who deleted it had seen it.
  const editedHere = ours.stands && agreed !== null && !same(known(ours, agreed), agreed);
  return { do: 'delete_row', conflict: editedHere };
}

function merge(
  ours: OurAppointment,
  theirs: TheirAppointment,
  agreed: AgreedEvent | null,
): { to: AppointmentContent; conflict: boolean } {
  const ourContent = known(ours, theirs);
  // Our last write arrived without an answer, and the row has not changed since: the event says what we decided then.
  if (landed(theirs, agreed) && theirs.written?.revision === ours.revision)
    return { to: theirs, conflict: false };
  const movedHere = agreed === null || !sameTime(ourContent, agreed);
  const movedThere = !sameTime(theirs, timeBefore(theirs, agreed, ourContent));
  const laterThere = (theirs.changedAt ?? 0) > ours.changedAt;
  const time = movedThere && (!movedHere || laterThere) ? theirs : ourContent;
  let conflict = movedHere && movedThere && !sameTime(ourContent, theirs);
  const text = {} as Text;
  for (const field of fields) {
    const [here, there] = [ourContent[field], theirs[field]];
    const base = agreed?.[field];
    text[field] = agreed === null || here !== base ? here : there;
    if (agreed !== null && here !== base && there !== base && here !== there) conflict = true;
  }
  const { startsAt, endsAt, allDay } = time;
  return { to: { startsAt, endsAt, allDay, ...text }, conflict };
}

/** Our last write reached the event after the last agreement. */
const landed = ({ written }: TheirAppointment, agreed: AgreedEvent | null): boolean =>
  written !== null && written.revision !== agreed?.revision;

// The event's time before anybody moved it in the calendar: the agreed time, or that of our own unanswered write.
// Without this, our own write would look like a person's change.
function timeBefore(theirs: TheirAppointment, agreed: AgreedEvent | null, mine: Time): Time {
  if (!theirs.written || !landed(theirs, agreed)) return agreed ?? mine;
  const { startsAt, endsAt } = theirs.written;
  return { startsAt, endsAt, allDay: theirs.allDay };
}

const editedThere = (theirs: TheirAppointment, agreed: AgreedEvent): boolean =>
  !landed(theirs, agreed) && !same(theirs, agreed);

function known(ours: OurAppointment, otherwise: AppointmentContent | null): AppointmentContent {
  const { startsAt, endsAt, allDay } = ours;
  const text = Object.fromEntries(
    fields.map((field) => [field, ours[field] ?? otherwise?.[field] ?? '']),
  ) as Text;
  return { startsAt, endsAt, allDay, ...text };
}

const sameTime = (one: Time, other: Time): boolean =>
  one.startsAt === other.startsAt && one.endsAt === other.endsAt && one.allDay === other.allDay;

const same = (one: AppointmentContent, other: AppointmentContent): boolean =>
  sameTime(one, other) && fields.every((field) => one[field] === other[field]);
