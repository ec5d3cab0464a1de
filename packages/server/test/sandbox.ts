import type { calendar_v3 } from '@googleapis/calendar';
import { expect } from 'vitest';
import { startSandbox as start } from '../../sandbox/src/start.ts';
import { sandboxSettings } from '../../../scripts/sandbox-settings.ts';
import { eventually } from './eventually.ts';

/** The sandbox, asked and controlled over HTTP. */
export interface Sandbox {
  url: string;
  /** The settings with which a server uses it. */
  settings: Record<string, string>;
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body?: unknown): Promise<unknown>;
  events(account?: string): Promise<calendar_v3.Schema$Event[]>;
  /** Makes an event in the agent's calendar, as its owner would. */
  addEvent(event: calendar_v3.Schema$Event, account?: string): Promise<calendar_v3.Schema$Event>;
  /** Orders a fault. @returns its id. */
  fault(fault: Fault): Promise<string>;
  /** Waits until every ordered fault has met its request, which then is under way. */
  struck(): Promise<void>;
  /** Ends one fault, or all, and releases the requests that it holds. */
  release(fault?: string): Promise<void>;
  setClock(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface Fault {
  match: { method?: string; path?: string; query?: string };
  times?: number;
  then: {
    status?: number;
    reason?: string;
    retryAfterSeconds?: number;
    retryAfterAsDate?: boolean;
    delayMs?: number;
    /** The request waits for `release`. */
    held?: boolean;
    loseAnswer?: boolean;
    missDuplicate?: boolean;
    rotateToken?: boolean;
    freebusyErrors?: Record<string, string>;
    /** Lists of events have at most this many on a page. */
    pageSize?: number;
    /** Sent instead of the provider's own body. */
    body?: unknown;
  };
}

export const agentAccount = 'agent@example.com';

/** Starts it in this process, since a process of its own for each file would cost as much as the tests. */
export async function startSandbox(): Promise<Sandbox> {
  const { url, stop } = await start();

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
    stop,
  };
}
