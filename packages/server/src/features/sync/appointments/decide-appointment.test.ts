import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgreedEvent } from '../../../db/tables/mirror.ts';
import {
  type AppointmentAction,
  type AppointmentContent,
  decideAppointment,
  type OurAppointment,
  type TheirAppointment,
} from './decide-appointment.ts';

const hour = 3_600_000;
const base: AppointmentContent = {
  startsAt: 10 * hour,
  endsAt: 11 * hour,
  allDay: false,
  title: 'Signing',
  location: 'Office',
  description: '',
};
const agreed: AgreedEvent = { ...base, revision: 1 };
const written = { revision: 1, startsAt: base.startsAt, endsAt: base.endsAt };
const here = (changes: Partial<OurAppointment> = {}): OurAppointment => ({
  ...base,
  stands: true,
  changedAt: 100,
  revision: 1,
  ...changes,
});
const there = (changes: Partial<TheirAppointment> = {}): TheirAppointment => ({
  ...base,
  stands: true,
  changedAt: 100,
  written,
  ...changes,
});
const noon = { startsAt: 12 * hour, endsAt: 13 * hour };
const three = { startsAt: 15 * hour, endsAt: 16 * hour };
const edited = { revision: 2, changedAt: 200 };

describe('one side changed', () => {
  it.each<[string, OurAppointment, TheirAppointment | null, AgreedEvent | null, object]>([
    ['nothing', here(), there(), agreed, { do: 'settle' }],
    ['made here', here({ revision: 0 }), null, null, { do: 'create', to: base }],
    ['moved here', here({ ...noon, ...edited }), there(), agreed, { do: 'update' }],
    ['moved there', here(), there(noon), agreed, { do: 'take_theirs' }],
    ['retitled there', here(), there({ title: 'Lease' }), agreed, { do: 'take_theirs' }],
    ['deleted here', here({ stands: false, ...edited }), there(), agreed, { do: 'remove' }],
    ['deleted there', here(), there({ stands: false }), agreed, { do: 'delete_row' }],
    ['gone there', here(), null, agreed, { do: 'delete_row' }],
    ['deleted on both', here({ stands: false }), null, agreed, { do: 'delete_row' }],
    ['deleted before it was made', here({ stands: false }), null, null, { do: 'delete_row' }],
  ])('%s', (_what, ours, theirs, last, action) =>
    expect(decideAppointment(ours, theirs, last)).toEqual(
      expect.objectContaining({
        ...action,
        ...('do' in action && ['settle', 'create'].includes(String(action.do))
          ? {}
          : { conflict: false }),
      }),
    ),
  );
});

describe('both sides changed', () => {
  const moved = here({ ...noon, ...edited });

  it('the later move wins', () => {
    expect(decideAppointment(moved, there({ ...three, changedAt: 300 }), agreed)).toMatchObject({
      do: 'take_theirs',
      conflict: true,
    });
    expect(decideAppointment(moved, there({ ...three, changedAt: 150 }), agreed)).toMatchObject({
      do: 'update',
      to: noon,
      conflict: true,
    });
  });

  it('the same change on both sides is no conflict', () =>
    expect(decideAppointment(moved, there({ ...noon, changedAt: 300 }), agreed)).toEqual({
      do: 'settle',
    }));

  it('our title wins, and fields that one side alone changed are kept', () => {
    const ours = here({ title: 'Ours', ...edited });
    const theirs = there({ title: 'Theirs', location: 'Lobby', ...three, changedAt: 300 });
    expect(decideAppointment(ours, theirs, agreed)).toEqual({
      do: 'update',
      to: { ...base, ...three, title: 'Ours', location: 'Lobby' },
      conflict: true,
    });
  });

  it('a deletion wins over an edit, whoever deletes', () => {
    expect(decideAppointment(moved, there({ stands: false }), agreed)).toEqual({
      do: 'delete_row',
      conflict: true,
    });
    const deleted = here({ stands: false, ...edited });
    expect(decideAppointment(deleted, there(noon), agreed)).toEqual({
      do: 'remove',
      conflict: true,
    });
  });
});

describe('texts that are not known here', () => {
  const untold = { title: null, location: null, description: null };

  it('stay as they are there', () => {
    const theirs = there({ title: 'Therapy' });
    const blank = { ...agreed, title: theirs.title };
    expect(decideAppointment(here(untold), theirs, blank)).toEqual({ do: 'settle' });
    expect(decideAppointment(here({ ...untold, ...noon, ...edited }), theirs, blank)).toEqual({
      do: 'update',
      to: { ...base, ...noon, title: 'Therapy' },
      conflict: false,
    });
  });
});

describe('a write of ours whose answer was lost', () => {
  const arrived = there({ ...noon, changedAt: 300, written: { revision: 2, ...noon } });

  it('does not count as a change there, if the row has changed since', () =>
    expect(
      decideAppointment(here({ ...three, revision: 3, changedAt: 250 }), arrived, agreed),
    ).toMatchObject({ do: 'update', to: three, conflict: false }));

  it('leaves nothing to do, if the row has not changed since', () =>
    expect(decideAppointment(here({ ...noon, ...edited }), arrived, agreed)).toEqual({
      do: 'settle',
    }));
});

// --- any history -------------------------------------------------------------------------------------------------

const content = fc.record({
  startsAt: fc.constantFrom(1, 2, 3),
  endsAt: fc.constantFrom(4, 5),
  allDay: fc.boolean(),
  title: fc.constantFrom('a', 'b', 'c'),
  location: fc.constantFrom('', 'x'),
  description: fc.constantFrom('', 'y'),
});
const moment = fc.integer({ min: 0, max: 5 });
const scene = fc.record({
  ours: fc
    .tuple(content, fc.record({ stands: fc.boolean(), changedAt: moment, revision: moment }))
    .map(([what, rest]): OurAppointment => ({ ...what, ...rest })),
  theirs: fc.option(
    fc
      .tuple(
        content,
        fc.record({
          stands: fc.boolean(),
          changedAt: fc.option(moment),
          written: fc.option(
            fc.record({
              revision: moment,
              startsAt: fc.constantFrom(1, 2, 3),
              endsAt: fc.constantFrom(4, 5),
            }),
          ),
        }),
      )
      .map(([what, rest]): TheirAppointment => ({ ...what, ...rest })),
  ),
  agreed: fc.option(
    fc
      .tuple(content, fc.option(moment))
      .map(([what, revision]): AgreedEvent => ({ ...what, revision })),
  ),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** The event after a write of ours. */
const write = ({ ours }: Scene, to: AppointmentContent): TheirAppointment => ({
  ...to,
  stands: true,
  changedAt: 9,
  written: { revision: ours.revision, startsAt: to.startsAt, endsAt: to.endsAt },
});

/** The state after an action; null: neither row nor event is left. */
function applied(before: Scene, action: AppointmentAction): Scene | null {
  if (action.do === 'remove' || action.do === 'delete_row') return null;
  const theirs = 'to' in action ? write(before, action.to) : before.theirs!;
  const { startsAt, endsAt, allDay, title, location, description } = theirs;
  const now: AppointmentContent = { startsAt, endsAt, allDay, title, location, description };
  return {
    ours: { ...before.ours, ...now, stands: true },
    theirs,
    agreed: { ...now, revision: theirs.written?.revision ?? null },
  };
}

const decide = ({ ours, theirs, agreed: last }: Scene) => decideAppointment(ours, theirs, last);

it('after an action, nothing is left to do', () =>
  fc.assert(
    fc.property(scene, (before) => {
      const after = applied(before, decide(before));
      if (after) expect(decide(after)).toEqual({ do: 'settle' });
    }),
    { numRuns: 2_000 },
  ));

it('a write whose answer is lost has the same end as one that was answered', () =>
  fc.assert(
    fc.property(scene, (before) => {
      // A row whose revision was agreed on has nothing to write.
      fc.pre(before.agreed?.revision !== before.ours.revision);
      const action = decide(before);
      if (!('to' in action)) return;
      const unheard = { ...before, theirs: write(before, action.to) };
      const again = decide(unheard);
      expect(['settle', 'take_theirs']).toContain(again.do);
      expect(applied(unheard, again)).toEqual(applied(before, action));
    }),
    { numRuns: 2_000 },
  ));

it('never removes what stands on both sides', () =>
  fc.assert(
    fc.property(scene, (before) => {
      fc.pre(before.ours.stands && before.theirs?.stands === true);
      expect(['settle', 'update', 'take_theirs']).toContain(decide(before).do);
    }),
  ));
