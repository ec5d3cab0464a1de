/** What the tests of the flow share: a visitor's steps, and a run of them. */
import type { ChatAnswer } from '@luma-leasing/types/chat';
import type { ErrorCode } from '@luma-leasing/types/errors';
import { availability, config } from '../../test/fake-data.ts';
import { kit } from '../kit.ts';
import type { Message } from './message.ts';
import type { PickedSlot, Problem, State } from './state.ts';
import { transition } from './transition.ts';

export const now = Date.parse('2026-01-20T18:00:00Z');
let ids = 0;
/** The page moves on, as on a single-page site. */
export const moment = () => {
  const id = `id-${++ids}`;
  return { now, id, locale: 'en-US', page: `https://maple.example/${id}` };
};
export const unreachable: Problem = { kind: 'unreachable' };
export const refused = (code: ErrorCode, rest = {}): Problem => ({
  kind: 'refused',
  code,
  ...rest,
});

/** What the server answered. */
export const ok = <const Answer>(value: Answer) => ({ ok: true, value }) as const;
export const no = (problem: Problem) => ({ ok: false, problem }) as const;
export const left = ok({ success: true, message: { id: 'm1' } });

/** All but looking after tours, which adds its own to whatever happens. */
const moves = { ...kit.moves, heed: <T>(next: T) => next };

export function run(state: State, ...messages: Message[]) {
  let next = { state, effects: [] as ReturnType<typeof transition>['effects'] };
  for (const message of messages) next = transition(next.state, message, moment(), moves);
  return next;
}

export const times = availability(now, new Set());
export const date = times.availableDates[0] ?? '';
const free = times.slotsByDate[date]?.find((slot) => slot.available);
export const slot: PickedSlot = { startsAt: free?.startsAt ?? '', time: free?.time ?? '', date };
export const ready: Message[] = [
  { type: 'open' },
  { type: 'config', got: ok(config()) },
  { type: 'times', got: ok(times), tourType: null, changing: null },
];
export const filled: Message = {
  type: 'fill',
  details: { firstName: ' Ada ', lastName: 'Lovelace', email: 'ada@example.com', privacy: true },
};
export const toForm: Message[] = [
  ...ready,
  { type: 'start-tour' },
  { type: 'pick-day', date },
  { type: 'pick-time', slot },
];

export function sentFrom(state: State): { state: State; key: string } {
  const { state: after, effects } = run(state, { type: 'submit' });
  const book = effects.find((effect) => effect.do === 'book');
  if (!book) throw new Error('nothing was sent');
  return { state: after, key: book.attempt.key };
}

type Next = ReturnType<typeof run>;

/** What the visitor is waiting for an answer to. */
export function heardKey({ effects }: Next): string {
  const asked = effects.find((effect) => effect.do === 'hear');
  if (!asked) throw new Error('nothing was asked');
  return asked.attempt.key;
}

export const heard = (asked: Next, answer: ChatAnswer): Next =>
  run(asked.state, { type: 'heard', key: heardKey(asked), got: ok({ success: true, answer }) });
