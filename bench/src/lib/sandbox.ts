/** The sandbox in a process of its own; its agent's calendar is filled and changed over HTTP. */
import { fileURLToPath } from 'node:url';
import { freePort } from '@luma-leasing/server/test/start-postgres.ts';
import { startChild } from './child.ts';
import { onLanes } from './race.ts';
import { sandboxSettings } from '../../../scripts/sandbox-settings.ts';

const main = fileURLToPath(new URL('../../../packages/sandbox/src/main.ts', import.meta.url));

export const account = 'agent@example.com';

export interface Asked {
  method: string;
  path: string;
}

export interface Sandbox {
  url: string;
  /** Settings that make a server use this sandbox. */
  settings: Record<string, string>;
  /** Calls `_control/…` and returns the answer. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** The agent creates events, spread evenly over the next days. */
  fill(events: number, days: number): Promise<string[]>;
  /** The agent changes these events, all at once. */
  change(ids: string[], to: (index: number) => object): Promise<void>;
  /** The requests since the log was last cleared. */
  asked(): Promise<Asked[]>;
  stop(): Promise<void>;
}

export async function startSandbox(): Promise<Sandbox> {
  const port = await freePort();
  const env = { SANDBOX_PORT: String(port), SANDBOX_DATA_DIR: '' };
  const child = await startChild(main, [], env, /^sandbox /);
  const url = `http://127.0.0.1:${port}`;
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  const lanes = 8;
  const event = (id = '') => `google/events${id && `/${id}`}?account=${account}`;
  return {
    url,
    settings: sandboxSettings(url),
    control,
    fill: async (events, days) => {
      const ids: string[] = [];
      const from = Date.now() + 3_600_000;
      const stepMs = (days * 86_400_000) / events;
      await onLanes(lanes, events, async (n) => {
        const made = meeting(from + n * stepMs, n);
        ids[n] = (await control<{ id: string }>('POST', event(), made)).id;
      });
      return ids;
    },
    change: (ids, to) => onLanes(lanes, ids.length, (n) => control('PATCH', event(ids[n]!), to(n))),
    asked: async () => (await control<{ items: Asked[] }>('GET', 'requests')).items,
    stop: () => child.stop(),
  };
}

/** An event with texts of the usual length. */
const meeting = (startsAt: number, n: number) => ({
  summary: `Weekly leasing review ${n}`,
  location: '1200 Maple Street, Chicago',
  description: 'Renewals, open work orders, and who shows which apartment on the weekend.',
  attendees: [{ email: `ana${n}@example.org` }, { email: 'ben@example.com' }],
  ...span(startsAt, 20),
});

export const span = (startsAt: number, minutes: number) => ({
  start: { dateTime: new Date(startsAt).toISOString() },
  end: { dateTime: new Date(startsAt + minutes * 60_000).toISOString() },
});
