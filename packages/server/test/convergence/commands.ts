import fc from 'fast-check';

/** What happens on either side or in between. Numbers choose among the tours, slots and jobs of that moment. */
export type Command =
  | { do: 'book'; slot: number }
  | { do: 'prospect_moves'; tour: number; slot: number }
  | { do: 'prospect_cancels'; tour: number }
  | { do: 'agent_moves'; tour: number; minutes: number }
  | { do: 'agent_deletes'; tour: number }
  | { do: 'agent_restores'; tour: number }
  | { do: 'agent_writes'; tour: number }
  | { do: 'agent_makes_all_day'; tour: number; day: number }
  | { do: 'guest_answers'; tour: number; response: 'accepted' | 'declined' }
  | { do: 'agent_is_busy'; minutes: number }
  | { do: 'agent_moves_busy'; event: number; minutes: number }
  | { do: 'agent_drops_busy'; event: number }
  | { do: 'manager_moves'; tour: number; minutes: number }
  | { do: 'manager_cancels'; tour: number }
  | { do: 'manager_makes'; minutes: number }
  | { do: 'manager_changes'; event: number; minutes: number }
  | { do: 'manager_drops'; event: number }
  | { do: 'pushes'; how: 'deliver' | 'lose' | 'double' | 'reverse' }
  | { do: 'jobs'; count: number; pick: number }
  /** Runs one job whose process is killed at its n-th transaction. */
  | { do: 'killed'; pick: number; after: number; committed: boolean }
  | { do: 'poll' }
  | { do: 'time'; seconds: number }
  | { do: 'cursor_dies' }
  | { do: 'fault'; method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; what: Fault };

const faults = [
  'lost',
  'backend',
  'limited',
  'changed',
  'missed_duplicate',
  'forbidden',
  'short_page',
] as const;
export type Fault = (typeof faults)[number];

const some = fc.nat({ max: 40 });
const tour = some;
const record = <Do extends Command['do']>(
  name: Do,
  fields: { [Key in keyof Omit<Extract<Command, { do: Do }>, 'do'>]: fc.Arbitrary<unknown> },
) =>
  fc.record({ do: fc.constant(name), ...fields }) as fc.Arbitrary<unknown> as fc.Arbitrary<Command>;

/** Times inside, near and outside the opening hours. */
const minutes = fc.integer({ min: -40, max: 200 }).map((step) => step * 10);

export const commands: fc.Arbitrary<Command[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: record('book', { slot: some }) },
      { weight: 3, arbitrary: record('prospect_moves', { tour, slot: some }) },
      { weight: 2, arbitrary: record('prospect_cancels', { tour }) },
      { weight: 5, arbitrary: record('agent_moves', { tour, minutes }) },
      { weight: 3, arbitrary: record('agent_deletes', { tour }) },
      { weight: 2, arbitrary: record('agent_restores', { tour }) },
      { weight: 1, arbitrary: record('agent_writes', { tour }) },
      { weight: 1, arbitrary: record('agent_makes_all_day', { tour, day: fc.nat({ max: 20 }) }) },
      {
        weight: 5,
        arbitrary: record('guest_answers', {
          tour,
          response: fc.constantFrom('declined', 'declined', 'accepted'),
        }),
      },
      { weight: 2, arbitrary: record('agent_is_busy', { minutes }) },
      { weight: 2, arbitrary: record('agent_moves_busy', { event: some, minutes }) },
      { weight: 1, arbitrary: record('agent_drops_busy', { event: some }) },
      { weight: 2, arbitrary: record('manager_moves', { tour, minutes }) },
      { weight: 1, arbitrary: record('manager_cancels', { tour }) },
      { weight: 3, arbitrary: record('manager_makes', { minutes }) },
      { weight: 2, arbitrary: record('manager_changes', { event: some, minutes }) },
      { weight: 1, arbitrary: record('manager_drops', { event: some }) },
      {
        weight: 7,
        arbitrary: record('killed', {
          pick: fc.nat({ max: 5 }),
          after: fc.nat({ max: 6 }),
          committed: fc.boolean(),
        }),
      },
      {
        weight: 5,
        arbitrary: record('pushes', {
          how: fc.constantFrom('deliver', 'lose', 'double', 'reverse'),
        }),
      },
      {
        weight: 8,
        arbitrary: record('jobs', { count: fc.nat({ max: 4 }), pick: fc.nat({ max: 5 }) }),
      },
      { weight: 2, arbitrary: record('poll', {}) },
      { weight: 3, arbitrary: record('time', { seconds: fc.integer({ min: 1, max: 900 }) }) },
      { weight: 1, arbitrary: record('cursor_dies', {}) },
      {
        weight: 4,
        arbitrary: record('fault', {
          method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
          what: fc.constantFrom(...faults),
        }),
      },
    ),
    { minLength: 3, maxLength: 25 },
  )
  // Each run begins with a tour, because without one there is little to disagree about.
  .map((list): Command[] => [{ do: 'book', slot: 3 }, { do: 'jobs', count: 4, pick: 0 }, ...list]);
