/**
 * An API over real HTTP, `/fake/NAME/api/lumaleasing/…`, that follows a test's script. A test PUTs the script to
 * `/fake/NAME/_script`, and GETs the requests from `/fake/NAME/_requests`.
 */
import type { ChatAnswer, ChatMessage } from '@luma-leasing/types/chat';
import type { Booked, Booking, ManagedTour } from '@luma-leasing/types/tour';
import { availability, booking, config, managedTour, palettes } from './fake-data.ts';
import type { Script } from './script.ts';

interface Fake {
  script: Script;
  /** Resolved when held answers may be sent. */
  released: PromiseWithResolvers<void>;
  requests: { path: string; method: string; key: string | null; body: unknown }[];
  kept: Map<string, unknown>;
  taken: Set<string>;
  /** The one tour behind every manage link. */
  tour: ManagedTour | null;
}

const fakes = new Map<string, Fake>();

function begin(name: string, script: Script): Fake {
  const fake: Fake = {
    script,
    released: Promise.withResolvers(),
    requests: [],
    kept: new Map(),
    taken: new Set(),
    tour: null,
  };
  fakes.set(name, fake);
  return fake;
}

export interface Asked {
  method: string;
  url: URL;
  idempotencyKey: string | null;
  body: unknown;
}
export type Answered = { status: number; body: unknown } | 'lost';

/** Null: the request is for something else. */
export async function fakeApi(asked: Asked): Promise<Answered | null> {
  const found = /^\/fake\/([^/]+)\/(.*)$/.exec(asked.url.pathname);
  if (!found) return null;
  const [, name = '', path = ''] = found;
  if (path === '_script') {
    begin(name, asked.body as Script);
    return { status: 200, body: {} };
  }
  const fake = fakes.get(name) ?? begin(name, {});
  if (path === '_release') {
    fake.released.resolve();
    return { status: 200, body: {} };
  }
  // The team changes the tour in its calendar.
  if (path === '_tour') {
    fake.tour = managedTour(asked.body as Partial<Booking>, fake.tour, undefined, nowOf(fake));
    return { status: 200, body: fake.tour };
  }
  if (path === '_requests') return { status: 200, body: { items: fake.requests } };
  if (asked.method === 'OPTIONS') return { status: 204, body: null };
  const what = whatOf(path) as keyof NonNullable<Script['answers']>;
  fake.requests.push({
    path: what,
    method: asked.method,
    key: asked.idempotencyKey,
    body: asked.body,
  });
  const ordered = fake.script.answers?.[what]?.shift();
  if (ordered?.held) await fake.released.promise;
  if (ordered?.lose === true) return 'lost';
  if (ordered?.body !== undefined) return { status: ordered.status ?? 200, body: ordered.body };
  const usual = work(fake, what, asked);
  return ordered?.lose === 'after' ? 'lost' : usual;
}

function whatOf(path: string): string | undefined {
  if (path.endsWith('/secret')) return 'manage';
  if (path.endsWith('/secret/availability')) return 'other-times';
  return path.split('/').at(-1);
}

/** A recogniser that is just good enough for the tests. */
function chatAnswerKind(body: unknown): ChatAnswer['kind'] {
  const { text } = body as ChatMessage;
  if (/cancel|change/i.test(text)) return 'own-tour';
  return /tour|see/i.test(text) ? 'tour' : 'unknown';
}

const nowOf = ({ script }: Fake): number => Date.now() + (script.clockShift ?? 0);

const linkInvalid: Answered = {
  status: 404,
  body: { success: false, error: { code: 'LINK_INVALID', message: '' } },
};

function work(fake: Fake, what: string, asked: Asked): Answered {
  const { script, kept, taken } = fake;
  const now = nowOf(fake);
  switch (what) {
    case 'config':
      return { status: 200, body: config(script.config) };
    case 'palette':
      return {
        status: 200,
        body: { success: true, palettes: palettes(asked.url.searchParams.get('color') ?? '') },
      };
    case 'other-times':
      return fake.tour
        ? { status: 200, body: availability(now, new Set([fake.tour.booking.startsAt])) }
        : linkInvalid;
    case 'availability':
      return { status: 200, body: availability(now, taken) };
    case 'tours':
    case 'leads': {
      const before = asked.idempotencyKey && kept.get(asked.idempotencyKey);
      if (before) return { status: 201, body: before };
      const body =
        what === 'tours'
          ? booking(asked.body as { startsAt: string }, script.config?.['testMode'] === true)
          : { success: true, message: { id: 'm1' } };
      if (what === 'tours') {
        const { startsAt } = asked.body as { startsAt: string };
        taken.add(startsAt);
        fake.tour = managedTour((body as Booked).booking, null, undefined, now);
      }
      if (asked.idempotencyKey) kept.set(asked.idempotencyKey, body);
      return { status: 201, body };
    }
    case 'chat':
      return { status: 200, body: { success: true, answer: { kind: chatAnswerKind(asked.body) } } };
    case 'manage':
      return fake.tour ? { status: 200, body: fake.tour } : linkInvalid;
    case 'cancel':
    case 'reschedule': {
      if (!fake.tour) return linkInvalid;
      const change =
        what === 'cancel'
          ? ({ status: 'cancelled' } as const)
          : { startsAt: (asked.body as { startsAt: string }).startsAt };
      fake.tour = managedTour(change, fake.tour, 'widget', now);
      return { status: 200, body: fake.tour };
    }
    default:
      return { status: 404, body: { success: false, error: { code: 'NOT_FOUND', message: '' } } };
  }
}
