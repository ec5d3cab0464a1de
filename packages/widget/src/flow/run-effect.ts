import type { Availability } from '@luma-leasing/types/availability';
import type { ChatAnswered } from '@luma-leasing/types/chat';
import type { WidgetConfig } from '@luma-leasing/types/property';
import type { Booked, BookTour } from '@luma-leasing/types/tour';
import type { Api } from '../api/client.ts';
import { safeStorage } from '../lib/storage.ts';
import type { Announcement, Effect, FocusSpot, KitEffect } from './effect.ts';
import type { Message } from './message.ts';
import type { Attempt, Details, PickedSlot, Problem, RememberedTour } from './state.ts';

/** The element, as effects use it. */
export interface WidgetHost {
  announce(event: Announcement): void;
  reportProblem(problem: Problem): void;
  focusOn(spot: FocusSpot): void;
  adviseOwner(code: 'OLDER_SERVER' | 'NEWER_SERVER'): void;
}

export interface EffectContext {
  api: Api;
  /** Storage in this browser is separate for each key. */
  apiKey: string;
  send: (message: Message) => void;
  host: WidgetHost;
  /** Tells whether it could be loaded. */
  loadKit: () => Promise<boolean>;
  runKitEffect: (effect: KitEffect) => void;
  typingMs: number;
}

/** A submission that is kept for a reload. */
export interface PendingBooking {
  attempt: Attempt<BookTour>;
  slot: PickedSlot;
}

/** An older submission is not sent again: its visitor does not expect a booking any more. */
const pendingMs = 15 * 60_000;

const local = safeStorage('localStorage');
const session = safeStorage('sessionStorage');

/** The API path by the token of the manage link. The link itself may be on an origin that this page may not call. */
export const manageTourPath = ({ manageUrl }: RememberedTour): string =>
  `tours/manage/${manageUrl.slice(manageUrl.lastIndexOf('/') + 1)}`;

/** Does what takes time, but for what only kits need (`run-kit-effect.ts`). */
export async function runEffect(effect: Effect, context: EffectContext): Promise<void> {
  const { api, send, apiKey, host } = context;
  switch (effect.type) {
    case 'load-config':
      return send({ type: 'config-loaded', outcome: await api.get<WidgetConfig>('config') });
    case 'load-times': {
      const { tourType, changingTour } = effect;
      const path = changingTour
        ? `${manageTourPath(changingTour)}/availability`
        : `tours/availability${tourType ? `?tourType=${tourType}` : ''}`;
      const outcome = await api.get<Availability>(path);
      return send({ type: 'times-loaded', tourType, changingTour, outcome });
    }
    case 'ask-chat': {
      const { attempt } = effect;
      const typing = new Promise((done) => setTimeout(done, context.typingMs));
      // In a chat, a quick error is better than a long silence.
      const impatient = { timeoutMs: 6000, tries: 2 };
      const answer = api.post<ChatAnswered>('chat', attempt, undefined, impatient);
      await typing;
      return send({ type: 'chat-answered', key: attempt.key, outcome: await answer });
    }
    case 'book-tour':
      return bookTour(effect, context);
    case 'focus':
      return host.focusOn(effect.spot);
    case 'remember-visit':
      if (effect.details) local.set('visitor', effect.details);
      if (effect.tours) local.set(`tour:${apiKey}`, effect.tours);
      return;
    case 'load-kit':
      return send({ type: 'kit-loaded', ok: await context.loadKit() });
    case 'poll-tours':
    case 'schedule-poll':
    case 'send-change':
    case 'leave-message':
      return context.runKitEffect(effect);
    case 'forget-pending':
      return session.remove(`pending:${apiKey}`);
    case 'announce':
      return host.announce(effect);
    case 'advise-owner':
      return host.adviseOwner(effect.code);
    case 'report-problem':
      return host.reportProblem(effect.problem);
  }
}

/** The submission is stored until it is answered: after a reload it is sent again with the same key. */
async function bookTour(
  { attempt, slot }: PendingBooking,
  { api, send, apiKey }: EffectContext,
): Promise<void> {
  const { key } = attempt;
  session.set(`pending:${apiKey}`, { attempt, slot, at: Date.now() });
  const outcome = await api.post<Booked>('tours', attempt, () =>
    send({ type: 'sending-slow', key }),
  );
  if (outcome.ok || outcome.problem.kind === 'refused') session.remove(`pending:${apiKey}`);
  send({ type: 'booking-answered', key, outcome });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isUpcoming = (tour: unknown, now: number): boolean =>
  isObject(tour) &&
  typeof tour['manageUrl'] === 'string' &&
  typeof tour['endsAt'] === 'string' &&
  Date.parse(tour['endsAt']) > now;

/** What this browser stored on an earlier visit. Stored values of an unknown shape are ignored. */
export function recallVisit(apiKey: string, now: number): Message[] {
  const visitor = local.get('visitor');
  const stored = local.get(`tour:${apiKey}`);
  const pending = session.get(`pending:${apiKey}`);
  const details: Partial<Details> = {};
  if (isObject(visitor)) {
    for (const field of ['firstName', 'lastName', 'email', 'phone'] as const) {
      const value = visitor[field];
      if (typeof value === 'string') details[field] = value;
    }
  }
  const tours = [stored].flat().filter((tour): boolean => isUpcoming(tour, now));
  const messages: Message[] = [
    { type: 'visit-recalled', details, tours: tours as RememberedTour[] },
  ];
  if (isObject(pending) && isObject(pending['attempt']) && isObject(pending['slot'])) {
    const { attempt, slot, at } = pending as unknown as PendingBooking & { at?: number };
    if (at && now - at < pendingMs) messages.push({ type: 'resume-booking', attempt, slot });
    else session.remove(`pending:${apiKey}`);
  }
  return messages;
}
