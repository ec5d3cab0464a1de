/** What the tests of the flow share: a visitor's messages, and how to run them. */
import type { ChatAnswer } from '@luma-leasing/types/chat';
import type { ErrorCode } from '@luma-leasing/types/errors';
import { availability, config } from '../../test/fake-data.ts';
import { kit } from '../kit.ts';
import type { Message } from './message.ts';
import type { PickedSlot, Problem, State } from './state.ts';
import { transition } from './transition.ts';

export const now = Date.parse('2026-01-20T18:00:00Z');
let ids = 0;
/** The page's address changes with each message, as on a single-page site. */
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

export const ok = <const Answer>(value: Answer) => ({ ok: true, value }) as const;
export const notOk = (problem: Problem) => ({ ok: false, problem }) as const;
export const messageLeft = ok({ success: true, message: { id: 'm1' } });

/** Without the poll of own tours, which would add an effect to many results. */
const kitFlow = { ...kit.flow, watchOwnTours: <T>(latest: T) => latest };

export function run(state: State, ...messages: Message[]) {
  let next = { state, effects: [] as ReturnType<typeof transition>['effects'] };
  for (const message of messages) next = transition(next.state, message, moment(), kitFlow);
  return next;
}

export const times = availability(now, new Set());
export const date = times.availableDates[0] ?? '';
const free = times.slotsByDate[date]?.find((slot) => slot.available);
export const slot: PickedSlot = { startsAt: free?.startsAt ?? '', time: free?.time ?? '', date };
export const readyMessages: Message[] = [
  { type: 'open-panel' },
  { type: 'config-loaded', outcome: ok(config()) },
  { type: 'times-loaded', outcome: ok(times), tourType: null, changingTour: null },
];
export const filledForm: Message = {
  type: 'fill-form',
  details: { firstName: ' Ada ', lastName: 'Lovelace', email: 'ada@example.com', privacy: true },
};
export const toForm: Message[] = [
  ...readyMessages,
  { type: 'start-tour' },
  { type: 'pick-day', date },
  { type: 'pick-time', slot },
];

export function sentFrom(state: State): { state: State; key: string } {
  const { state: after, effects } = run(state, { type: 'submit-booking' });
  const book = effects.find((effect) => effect.type === 'book-tour');
  if (!book) throw new Error('nothing was sent');
  return { state: after, key: book.attempt.key };
}

type FlowResult = ReturnType<typeof run>;

/** The key of the chat message that the server is asked about. */
export function askedKey({ effects }: FlowResult): string {
  const asked = effects.find((effect) => effect.type === 'ask-chat');
  if (!asked) throw new Error('nothing was asked');
  return asked.attempt.key;
}

export const answeredWith = (asked: FlowResult, answer: ChatAnswer): FlowResult =>
  run(asked.state, {
    type: 'chat-answered',
    key: askedKey(asked),
    outcome: ok({ success: true, answer }),
  });
