import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgreedTourEvent } from '../../../db/tables/tours.ts';
import { decideTour, type OurTour, type TheirEvent, type TourAction } from './decide-tour.ts';

const hour = 3_600_000;
const nine = Date.parse('2026-01-27T15:00:00Z');
const [ten, noon, three] = [nine + hour, nine + 3 * hour, nine + 6 * hour];
const half = hour / 2;

const ours = (change: Partial<OurTour> = {}): OurTour => ({
  now: nine - 24 * hour,
  stands: true,
  over: false,
  past: false,
  bookedAgain: false,
  startsAt: nine,
  endsAt: (change.startsAt ?? nine) + half,
  changedAt: 100,
  cancelledInCalendar: false,
  revision: 1,
  text: 'a',
  timezone: 'America/Chicago',
  ...change,
});
const theirs = (change: Partial<TheirEvent> = {}): TheirEvent => ({
  stands: true,
  startsAt: nine,
  endsAt: (change.startsAt ?? nine) + half,
  allDay: false,
  timezone: 'America/Chicago',
  changedAt: 200,
  invited: true,
  written: null,
  ...change,
});
const agreed = (change: Partial<AgreedTourEvent> = {}): AgreedTourEvent => ({
  stands: true,
  startsAt: nine,
  endsAt: (change.startsAt ?? nine) + half,
  revision: 1,
  text: 'a',
  ...change,
});
const gone = theirs({ stands: false });
const writtenFor = (revision: number) =>
  theirs({ written: { revision, startsAt: nine, endsAt: nine + half } });

type Case = [string, OurTour, TheirEvent | null, AgreedTourEvent | null, Partial<TourAction>];

describe('what to do with a tour and its event [S2, S5]', () => {
  it.each<Case>([
    ['new: it is written', ours(), null, null, { do: 'create' }],
    ['the answer was lost: it is recognised', ours(), writtenFor(1), null, { do: 'settle' }],
    [
      'found again with the text of an earlier revision',
      ours({ revision: 2 }),
      writtenFor(1),
      null,
      { do: 'update', conflict: false },
    ],
    ['neither changed: nothing to do', ours(), theirs(), agreed(), { do: 'settle' }],
    [
      'guest taken off',
      ours(),
      theirs({ invited: false }),
      agreed(),
      { do: 'settle', guest: 'removed' },
    ],
    [
      'guest still off',
      ours(),
      theirs({ invited: false }),
      agreed({ uninvited: true }),
      { do: 'settle' },
    ],
    [
      'guest put on again',
      ours(),
      theirs(),
      agreed({ uninvited: true }),
      { do: 'settle', guest: 'invited' },
    ],
    ['moved here', ours({ startsAt: ten }), theirs(), agreed(), { do: 'update', conflict: false }],
    ['our text changed', ours({ text: 'b' }), theirs(), agreed(), { do: 'update' }],
    ['cancelled here', ours({ stands: false }), theirs(), agreed(), { do: 'remove' }],
    ['cancelled here, gone there', ours({ stands: false }), gone, agreed(), { do: 'settle' }],
    [
      'moved there',
      ours(),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'move_tour', startsAt: noon, endsAt: noon + half, conflict: false },
    ],
    [
      'made longer there',
      ours(),
      theirs({ endsAt: nine + hour }),
      agreed(),
      { do: 'move_tour', startsAt: nine, endsAt: nine + hour },
    ],
    ['deleted there', ours(), gone, agreed(), { do: 'cancel_tour', conflict: false }],
    ['no longer known there', ours(), null, agreed(), { do: 'cancel_tour' }],
    [
      'moved on both sides, theirs later',
      ours({ startsAt: ten }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'move_tour', startsAt: noon, conflict: true },
    ],
    [
      'moved on both sides, ours later',
      ours({ startsAt: ten, changedAt: 300 }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'update', conflict: true },
    ],
    [
      'moved on both sides to the same time',
      ours({ startsAt: ten }),
      theirs({ startsAt: ten }),
      agreed(),
      { do: 'settle' },
    ],
    [
      'deleted there, then moved here',
      ours({ startsAt: ten, changedAt: 300 }),
      gone,
      agreed(),
      { do: 'create_anew', conflict: true },
    ],
    [
      'moved here, then deleted there',
      ours({ startsAt: ten }),
      gone,
      agreed(),
      { do: 'cancel_tour', conflict: true },
    ],
    [
      'restored there after it was deleted there',
      ours({ stands: false, cancelledInCalendar: true }),
      theirs(),
      agreed({ stands: false }),
      { do: 'restore_tour', startsAt: nine },
    ],
    [
      'restored there after its prospect cancelled',
      ours({ stands: false }),
      theirs(),
      agreed({ stands: false }),
      { do: 'remove' },
    ],
    ['given, then deleted there', ours({ over: true }), gone, agreed(), { do: 'settle' }],
    ['deleted after its time had passed', ours({ past: true }), gone, agreed(), { do: 'settle' }],
    [
      'given, and put into next week',
      ours({ over: true, past: true, now: ten }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'restore_tour', startsAt: noon, endsAt: noon + half },
    ],
    [
      'given, then moved to another time in the past: left there',
      ours({ over: true, past: true, now: three, revision: 2, text: 'b' }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'settle' },
    ],
    [
      'put into the past: the tour stays',
      ours({ now: nine - hour }),
      theirs({ startsAt: nine - 2 * hour }),
      agreed(),
      { do: 'settle', left: 'in_past' },
    ],
    [
      'put into the past, and compared again',
      ours({ now: nine - hour }),
      theirs({ startsAt: nine - 2 * hour }),
      agreed({ startsAt: nine - 2 * hour }),
      { do: 'settle', left: 'in_past' },
    ],
    [
      'put into the past, then moved here',
      ours({ now: nine - hour, startsAt: ten, revision: 2, changedAt: 300 }),
      theirs({ startsAt: nine - 2 * hour }),
      agreed({ startsAt: nine - 2 * hour }),
      { do: 'update', conflict: false },
    ],
    [
      'put into the past, then into the future',
      ours({ now: nine - hour }),
      theirs({ startsAt: noon }),
      agreed({ startsAt: nine - 2 * hour }),
      { do: 'move_tour', startsAt: noon, endsAt: noon + half },
    ],
    [
      'cancelled there, then restored when its time has passed',
      ours({ stands: false, cancelledInCalendar: true, now: ten }),
      theirs(),
      agreed({ stands: false }),
      { do: 'settle' },
    ],
    [
      'cancelled there, restored when its time has passed, then put into next week',
      ours({ stands: false, cancelledInCalendar: true, now: ten }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'restore_tour', startsAt: noon },
    ],
    [
      'cancelled there, restored when there is no agreed state',
      ours({ stands: false, cancelledInCalendar: true }),
      theirs(),
      null,
      { do: 'restore_tour', startsAt: nine },
    ],
    [
      'moved here and given, but its event was never written: it is moved out of the future',
      ours({ over: true, past: true, now: ten, revision: 3 }),
      theirs({ startsAt: noon }),
      agreed({ startsAt: noon }),
      { do: 'update', conflict: false },
    ],
    [
      'given, put into next week, and its prospect has booked again',
      ours({ over: true, past: true, now: ten, bookedAgain: true, revision: 2 }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'settle', left: 'booked_again' },
    ],
    [
      'given, put into next week, and compared again',
      ours({ over: true, past: true, now: ten, bookedAgain: true }),
      theirs({ startsAt: noon }),
      agreed({ startsAt: noon }),
      { do: 'settle', left: 'booked_again' },
    ],
    [
      'passed, put into next week before a sweep notes it, and its prospect has booked again',
      ours({ past: true, now: ten, bookedAgain: true }),
      theirs({ startsAt: noon }),
      agreed(),
      { do: 'settle', left: 'booked_again' },
    ],
    [
      'left in next week, then noted as given',
      ours({ over: true, past: true, now: ten, bookedAgain: true, revision: 2 }),
      { ...writtenFor(1), startsAt: noon, endsAt: noon + half },
      agreed({ startsAt: noon }),
      { do: 'settle', left: 'booked_again' },
    ],
    [
      'cancelled there, then restored, but its prospect has booked again',
      ours({ stands: false, cancelledInCalendar: true, bookedAgain: true }),
      theirs(),
      agreed({ stands: false }),
      { do: 'settle', left: 'booked_again' },
    ],
    ['given, and never written', ours({ over: true }), null, null, { do: 'settle' }],
    ['an id taken by a deleted event', ours(), gone, null, { do: 'create_anew', conflict: false }],
    [
      'our own write without an answer, then moved here again',
      ours({ startsAt: three, changedAt: 150 }),
      theirs({ startsAt: ten, written: { revision: 2, startsAt: ten, endsAt: ten + half } }),
      agreed(),
      { do: 'update', conflict: false },
    ],
    [
      'put back there to the time that we wrote first',
      ours({ startsAt: ten }),
      writtenFor(1),
      agreed({ startsAt: ten, revision: 2 }),
      { do: 'move_tour', startsAt: nine },
    ],
  ])('%s', (_what, our, their, last, wanted) => {
    expect(decideTour(our, their, last)).toMatchObject(wanted);
  });

  it('moves the day and keeps the time of day when the event becomes a whole day', () => {
    const midnight = Date.parse('2026-03-09T05:00:00Z');
    const allDay = theirs({ startsAt: midnight, endsAt: midnight + 24 * hour, allDay: true });
    const action = decideTour(ours(), allDay, agreed());
    // Still 9:00 in Chicago, although the clocks changed in between.
    const startsAt = Date.parse('2026-03-09T14:00:00Z');
    expect(action).toMatchObject({ do: 'move_tour', startsAt, endsAt: startsAt + half });
  });

  it('puts the time back when the event became a whole day of the same date', () => {
    const midnight = Date.parse('2026-01-27T06:00:00Z');
    const allDay = theirs({ startsAt: midnight, endsAt: midnight + 24 * hour, allDay: true });
    expect(decideTour(ours(), allDay, agreed())).toMatchObject({ do: 'update' });
  });

  it('has nothing left to do after any action', () => {
    const time = fc.constantFrom(nine, ten, noon, three);
    const changedAt = fc.nat({ max: 400 });
    const anyOurs = fc
      .record({
        stands: fc.boolean(),
        over: fc.boolean(),
        past: fc.boolean(),
        bookedAgain: fc.boolean(),
        startsAt: time,
        changedAt,
        cancelledInCalendar: fc.boolean(),
        text: fc.constantFrom('a', 'b'),
      })
      .map(ours);
    const anyTheirs = fc.record({ stands: fc.boolean(), startsAt: time, changedAt }).map(theirs);
    const anyAgreed = fc.record({ stands: fc.boolean(), startsAt: time }).map(agreed);
    fc.assert(
      fc.property(
        anyOurs,
        fc.option(anyTheirs),
        fc.option(anyAgreed),
        (first, firstEvent, firstAgreed) => {
          let [our, their, last] = [first, firstEvent, firstAgreed];
          const seen: string[] = [];
          for (let round = 0; round < 5; round++) {
            const action = decideTour(our, their, last);
            seen.push(action.do);
            if (action.do === 'settle') return;
            [our, their, last] = done(our, their, last, action);
          }
          throw new Error(`never settles: ${seen.join(' → ')}`);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

/** Both sides and the agreed state after an action. */
function done(
  our: OurTour,
  their: TheirEvent | null,
  last: AgreedTourEvent | null,
  action: TourAction,
): [OurTour, TheirEvent | null, AgreedTourEvent | null] {
  const written = theirs({ startsAt: our.startsAt, endsAt: our.endsAt, changedAt: 500 });
  const on = (event: TheirEvent | null): AgreedTourEvent => ({
    stands: event?.stands ?? false,
    startsAt: event?.startsAt ?? 0,
    endsAt: event?.endsAt ?? 0,
    revision: 9,
    text: our.text,
  });
  switch (action.do) {
    case 'create':
    case 'update':
      return [our, written, on(written)];
    case 'create_anew':
      return [our, null, null];
    case 'remove':
      return [our, theirs({ stands: false }), on(null)];
    case 'cancel_tour':
      return [{ ...our, stands: false, cancelledInCalendar: true }, their, on(their)];
    case 'move_tour':
    case 'restore_tour':
      return [
        { ...our, stands: true, startsAt: action.startsAt, endsAt: action.endsAt },
        their,
        on(their),
      ];
    case 'settle':
      return [our, their, last];
  }
}
