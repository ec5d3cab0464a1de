import type { Api } from '../api/client.ts';
import { keepIn } from '../lib/storage.ts';
import type { Announcement, Effect, Spot } from './effect.ts';
import type { Message } from './message.ts';
import type { OwnEffect } from './own.ts';
import type { Attempt, Details, PickedSlot, Problem, Remembered } from './state.ts';
import type { BookTour } from '@luma-leasing/types/tour';

export interface World {
  api: Api;
  /** What is kept in this browser is kept per property. */
  key: string;
  send: (message: Message) => void;
  announce: (event: Announcement) => void;
  complain: (problem: Problem) => void;
  focus: (on: Spot) => void;
  /** Whether it came. */
  bringKit: () => Promise<boolean>;
  runOwn: (effect: OwnEffect) => void;
  typingMs: number;
}

export interface Pending {
  attempt: Attempt<BookTour>;
  slot: PickedSlot;
}

/** Whoever comes back later than this no longer waits for an answer: a tour must not book itself. */
const pendingMs = 15 * 60_000;

const local = keepIn('localStorage');
const session = keepIn('sessionStorage');

/** The only place where anything takes time. */
export async function runEffect(effect: Effect, world: World): Promise<void> {
  const { api, send, key } = world;
  switch (effect.do) {
    case 'load-config': {
      const got = await api.config();
      return send(
        got.ok
          ? { type: 'config', value: got.value }
          : { type: 'config-failed', problem: got.problem },
      );
    }
    case 'load-times': {
      const { tourType } = effect;
      const got = await api.times(tourType);
      return send(
        got.ok
          ? { type: 'times', value: got.value, tourType }
          : { type: 'times-failed', problem: got.problem, tourType },
      );
    }
    case 'hear': {
      const { attempt } = effect;
      const { key } = attempt;
      const typing = new Promise((done) => setTimeout(done, world.typingMs));
      const [got] = await Promise.all([api.chat(attempt), typing]);
      return send(
        got.ok
          ? { type: 'heard', key, answer: got.value.answer }
          : { type: 'not-heard', key, problem: got.problem },
      );
    }
    case 'book':
      return book(effect, world);
    case 'leave': {
      const { attempt } = effect;
      const got = await api.leave(attempt, () => send({ type: 'slow', key: attempt.key }));
      return send(
        got.ok
          ? { type: 'lead-left', key: attempt.key }
          : { type: 'lead-failed', key: attempt.key, problem: got.problem },
      );
    }
    case 'focus':
      return world.focus(effect.on);
    case 'remember':
      if (effect.details) local.set('visitor', effect.details);
      if (effect.tours) local.set(`tour:${key}`, effect.tours);
      return;
    case 'bring-kit':
      return send({ type: 'kit', came: await world.bringKit() });
    case 'own':
      return world.runOwn(effect.effect);
    case 'forget-pending':
      return session.drop(`pending:${key}`);
    case 'announce':
      return world.announce(effect.event);
    case 'complain':
      return world.complain(effect.problem);
  }
}

/** Kept until it is settled, so that a reload asks again with the same key instead of booking twice. */
async function book({ attempt, slot }: Pending, { api, send, key }: World): Promise<void> {
  session.set(`pending:${key}`, { attempt, slot, at: Date.now() });
  const got = await api.book(attempt, () => send({ type: 'slow', key: attempt.key }));
  if (got.ok || got.problem.kind === 'refused') session.drop(`pending:${key}`);
  send(
    got.ok
      ? { type: 'booked', key: attempt.key, booking: got.value.booking }
      : { type: 'not-booked', key: attempt.key, problem: got.problem },
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isAhead = (tour: unknown, now: number): boolean =>
  isObject(tour) &&
  typeof tour['manageUrl'] === 'string' &&
  typeof tour['endsAt'] === 'string' &&
  Date.parse(tour['endsAt']) > now;

/** What this browser knows from an earlier visit. What is not as we wrote it is as good as absent. */
export function recall(key: string, now: number): Message[] {
  const visitor = local.get('visitor');
  const tour = local.get(`tour:${key}`);
  const pending = session.get(`pending:${key}`);
  const details: Partial<Details> = {};
  if (isObject(visitor)) {
    for (const field of ['firstName', 'lastName', 'email', 'phone'] as const) {
      const value = visitor[field];
      if (typeof value === 'string') details[field] = value;
    }
  }
  const ahead = [tour].flat().filter((one): boolean => isAhead(one, now)) as Remembered[];
  const messages: Message[] = [{ type: 'recalled', details, tours: ahead }];
  if (isObject(pending) && isObject(pending['attempt']) && isObject(pending['slot'])) {
    const { attempt, slot, at } = pending as unknown as Pending & { at?: number };
    if (at && now - at < pendingMs) messages.push({ type: 'resume', attempt, slot });
    else session.drop(`pending:${key}`);
  }
  return messages;
}
