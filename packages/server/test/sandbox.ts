import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { calendar_v3 } from '@googleapis/calendar';
import { expect } from 'vitest';
import { sandboxSettings } from '../../../scripts/sandbox-settings.ts';
import { eventually } from './eventually.ts';

/** The sandbox as a process of its own, steered over HTTP like anyone else's. */
export interface Sandbox {
  url: string;
  /** Settings that point a server at it. */
  settings: Record<string, string>;
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body?: unknown): Promise<unknown>;
  events(account?: string): Promise<calendar_v3.Schema$Event[]>;
  /** An event in the agent's calendar, as the person would make it. */
  addEvent(event: calendar_v3.Schema$Event, account?: string): Promise<calendar_v3.Schema$Event>;
  /** Its id. */
  fault(fault: Fault): Promise<string>;
  /** Once every ordered fault has met its request: that one is under way. */
  struck(): Promise<void>;
  /** Ends a fault, or every one, and lets go of the requests that it holds. */
  release(fault?: string): Promise<void>;
  setClock(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface Fault {
  match: { method?: string; path?: string };
  times?: number;
  then: {
    status?: number;
    reason?: string;
    retryAfterSeconds?: number;
    retryAfterAsDate?: boolean;
    delayMs?: number;
    /** It waits for `release`. */
    held?: boolean;
    loseAnswer?: boolean;
    missDuplicate?: boolean;
    rotateToken?: boolean;
    freebusyErrors?: Record<string, string>;
    /** Lists of events come in pages of so many at most. */
    pageSize?: number;
    /** Answered in place of the provider's own. */
    body?: unknown;
  };
}

export const agentAccount = 'agent@example.com';

export async function startSandbox(): Promise<Sandbox> {
  const main = fileURLToPath(new URL('../../sandbox/src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA_DIR: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = /^sandbox (\S+)/.exec(line)?.[1];
    if (url) resolve(url);
  });
  child.once('exit', () => reject(new Error('the sandbox ended')));
  const url = await promise;

  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
  const get = async <T>(path: string) => (await send('GET', path)) as T;

  return {
    url,
    settings: sandboxSettings(url),
    get,
    send,
    events: async (account = agentAccount) => {
      const path = `/_control/google/events?account=${account}`;
      return (await get<{ items: calendar_v3.Schema$Event[] }>(path)).items;
    },
    addEvent: async (event, account = agentAccount) =>
      (await send(
        'POST',
        `/_control/google/events?account=${account}`,
        event,
      )) as calendar_v3.Schema$Event,
    struck: () =>
      eventually(async () => {
        const { items } = await get<{ items: { remaining: number }[] }>('/_control/faults');
        expect(items.map((fault) => fault.remaining)).toEqual(items.map(() => 0));
      }),
    fault: async (fault) => ((await send('POST', '/_control/faults', fault)) as { id: string }).id,
    release: async (fault) =>
      void (await send('DELETE', `/_control/faults${fault ? `/${fault}` : ''}`)),
    setClock: async (ms) =>
      void (await send('POST', '/_control/clock', { now: new Date(ms).toISOString() })),
    stop: async () => {
      const ended = Promise.withResolvers<void>();
      child.once('exit', () => ended.resolve());
      child.kill('SIGTERM');
      await ended.promise;
    },
  };
}
