import type { Availability } from '@luma-leasing/types/availability';
import type { ChatAnswered } from '@luma-leasing/types/chat';
import type { WidgetConfig } from '@luma-leasing/types/property';
import type { Booked, BookTour } from '@luma-leasing/types/tour';
import type { Api } from '../api/client.ts';
import { keepIn } from '../lib/storage.ts';
import type { Announcement, Effect, KitEffect, Spot } from './effect.ts';
import type { Message } from './message.ts';
import type { Attempt, Details, PickedSlot, Problem, Remembered } from './state.ts';

/** Where the widget stands. */
export interface Stage {
  announce(event: Announcement): void;
  complain(problem: Problem): void;
  focusOn(spot: Spot): void;
}

export interface World {
  api: Api;
  /** What is kept in this browser is kept per property. */
  key: string;
  send: (message: Message) => void;
  stage: Stage;
  /** Whether it came. */
  bringKit: () => Promise<boolean>;
  runKit: (effect: KitEffect) => void;
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

/** By the token at the end of its manage link; the link's own origin need not be where this page may ask. */
export const pathOf = ({ manageUrl }: Remembered): string =>
  `tours/manage/${manageUrl.slice(manageUrl.lastIndexOf('/') + 1)}`;

/** The only place where anything takes time. */
export async function runEffect(effect: Effect, world: World): Promise<void> {
  const { api, send, key, stage } = world;
  switch (effect.do) {
    case 'load-config':
      return send({ type: 'config', got: await api.get<WidgetConfig>('config') });
    case 'load-times': {
      const { tourType, changing } = effect;
      // Of the whole booking horizon.
      const path = changing
        ? `${pathOf(changing)}/availability`
        : `tours/availability${tourType ? `?tourType=${tourType}` : ''}`;
      return send({ type: 'times', tourType, changing, got: await api.get<Availability>(path) });
    }
    case 'hear': {
      const { attempt } = effect;
      const typing = new Promise((done) => setTimeout(done, world.typingMs));
      // In a conversation a long silence is worse than a word about it.
      const haste = { timeoutMs: 6000, tries: 2 };
      const answer = api.post<ChatAnswered>('chat', attempt, undefined, haste);
      await typing;
      return send({ type: 'heard', key: attempt.key, got: await answer });
    }
    case 'book':
      return book(effect, world);
    case 'focus':
      return stage.focusOn(effect.on);
    case 'remember':
      if (effect.details) local.set('visitor', effect.details);
      if (effect.tours) local.set(`tour:${key}`, effect.tours);
      return;
    case 'bring-kit':
      return send({ type: 'kit', came: await world.bringKit() });
    case 'own':
    case 'leave':
      return world.runKit(effect);
    case 'forget-pending':
      return session.drop(`pending:${key}`);
    case 'announce':
      return stage.announce(effect);
    case 'complain':
      return stage.complain(effect.problem);
  }
}

/** Kept until it is settled, so that a reload asks again with the same key instead of booking twice. */
async function book(
  { attempt, slot }: Pending,
  { api, send, key: property }: World,
): Promise<void> {
  const { key } = attempt;
  session.set(`pending:${property}`, { attempt, slot, at: Date.now() });
  const got = await api.post<Booked>('tours', attempt, () => send({ type: 'slow', key }));
  if (got.ok || got.problem.kind === 'refused') session.drop(`pending:${property}`);
  send({ type: 'booked', key, got });
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
