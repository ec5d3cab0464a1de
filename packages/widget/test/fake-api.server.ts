/**
 * The API as scripted by a test, over real HTTP: `/fake/NAME/api/lumaleasing/…`. A test first PUTs its script to
 * `/fake/NAME/_script` and may GET what was asked from `/fake/NAME/_requests`. Runs in Node, beside the test runner
 * and in the preview.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { availability, booking, config } from './fake-data.ts';
import type { Script } from './script.ts';

interface Fake {
  script: Script;
  requests: { path: string; method: string; key: string | null; body: unknown }[];
  kept: Map<string, unknown>;
  taken: Set<string>;
}

const fakes = new Map<string, Fake>();

function fakeOf(name: string): Fake {
  let fake = fakes.get(name);
  if (!fake) {
    fake = { script: {}, requests: [], kept: new Map(), taken: new Set() };
    fakes.set(name, fake);
  }
  return fake;
}

export interface Asked {
  method: string;
  url: URL;
  idempotencyKey: string | null;
  body: unknown;
}
export type Answered = { status: number; body: unknown } | 'lost';

/** Null: not ours to answer. */
export async function fakeApi(asked: Asked): Promise<Answered | null> {
  const found = /^\/fake\/([^/]+)\/(.*)$/.exec(asked.url.pathname);
  if (!found) return null;
  const [, name = '', path = ''] = found;
  if (path === '_script') {
    fakes.set(name, {
      script: asked.body as Script,
      requests: [],
      kept: new Map(),
      taken: new Set(),
    });
    return { status: 200, body: {} };
  }
  const fake = fakeOf(name);
  if (path === '_requests') return { status: 200, body: { items: fake.requests } };
  if (asked.method === 'OPTIONS') return { status: 204, body: null };
  const what = path.split('/').at(-1) as keyof NonNullable<Script['answers']>;
  fake.requests.push({
    path: what,
    method: asked.method,
    key: asked.idempotencyKey,
    body: asked.body,
  });
  const ordered = fake.script.answers?.[what]?.shift();
  if (ordered?.delayMs) await pause(ordered.delayMs);
  if (ordered?.lose === true) return 'lost';
  if (ordered?.body !== undefined) return { status: ordered.status ?? 200, body: ordered.body };
  const usual = work(fake, what, asked);
  return ordered?.lose === 'after' ? 'lost' : usual;
}

function work({ script, kept, taken }: Fake, what: string, asked: Asked): Answered {
  const now = script.now ?? Date.now();
  switch (what) {
    case 'config':
      return { status: 200, body: config(script.config) };
    case 'availability':
      return { status: 200, body: availability(now, taken, script.months) };
    case 'tours':
    case 'leads': {
      const before = asked.idempotencyKey && kept.get(asked.idempotencyKey);
      if (before) return { status: 201, body: before };
      const body =
        what === 'tours'
          ? booking(asked.body as { startsAt: string }, script.config?.['testMode'] === true)
          : { success: true, message: { id: 'm1' } };
      if (what === 'tours') taken.add((asked.body as { startsAt: string }).startsAt);
      if (asked.idempotencyKey) kept.set(asked.idempotencyKey, body);
      return { status: 201, body };
    }
    default:
      return { status: 404, body: { success: false, error: { code: 'NOT_FOUND', message: '' } } };
  }
}
