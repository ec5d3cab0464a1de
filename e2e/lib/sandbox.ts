import { sandboxSettings } from '../../scripts/sandbox-settings.ts';
import { Child } from './child.ts';

/** The fields of a Calendar v3 event that the tests read. */
export interface CalendarEvent {
  id?: string;
  summary?: string;
  description?: string;
  location?: string;
  start?: { dateTime?: string; date?: string };
  end?: { dateTime?: string; date?: string };
  attendees?: { email?: string }[];
  reminders?: { overrides?: { method?: string; minutes?: number }[] };
  extendedProperties?: { private?: Record<string, string> };
}

export interface Fault {
  match: { method?: string; path?: string };
  /** How often the fault happens; 0: until it is deleted. */
  times?: number;
  then: { status?: number; reason?: string; held?: boolean; loseAnswer?: boolean };
}

/** A request that the sandbox received. */
export interface Asked {
  method: string;
  path: string;
}

const account = 'agent@example.com';

/** The providers in a process of their own, controlled over HTTP. */
export class Sandbox {
  readonly url: string;
  readonly #child: Child;

  private constructor(url: string, child: Child) {
    this.url = url;
    this.#child = child;
  }

  static async start(): Promise<Sandbox> {
    const child = new Child('packages/sandbox/src/main.ts', {
      SANDBOX_PORT: '0',
      SANDBOX_DATA_DIR: '',
    });
    const line = await child.line(/^sandbox /);
    return new Sandbox(line.slice('sandbox '.length), child);
  }

  /** Settings that make a server use this sandbox. */
  get settings(): Record<string, string> {
    return sandboxSettings(this.url);
  }

  /** The events of the agent's calendar. */
  async events(): Promise<CalendarEvent[]> {
    const answer = await this.#control('GET', `google/events?account=${account}`);
    return ((await answer.json()) as { items: CalendarEvent[] }).items;
  }

  /** The agent creates an event. @returns deletes it again. */
  async addEvent(event: CalendarEvent): Promise<() => Promise<void>> {
    const answer = await this.#control('POST', `google/events?account=${account}`, event);
    const { id } = (await answer.json()) as CalendarEvent;
    return () => this.deleteEvent(id!);
  }

  /** The agent changes an event on the calendar's page. */
  async changeEvent(id: string, change: CalendarEvent): Promise<void> {
    await this.#control('PATCH', `google/events/${id}?account=${account}`, change);
  }

  async deleteEvent(id: string): Promise<void> {
    await this.#control('DELETE', `google/events/${id}?account=${account}`);
  }

  /** The agent revokes the grant. */
  async revoke(): Promise<void> {
    await this.#control('POST', `google/revoke?account=${account}`);
  }

  async fault(fault: Fault): Promise<void> {
    await this.#control('POST', 'faults', fault);
  }

  /** Whether the first fault has happened as often as it was ordered. */
  async struck(): Promise<boolean> {
    const answer = await this.#control('GET', 'faults');
    const { items } = (await answer.json()) as { items: { remaining: number | null }[] };
    return items[0]?.remaining === 0;
  }

  async clearFaults(): Promise<void> {
    await this.#control('DELETE', 'faults');
  }

  /** The requests since the log was last cleared. */
  async asked(): Promise<Asked[]> {
    const answer = await this.#control('GET', 'requests');
    return ((await answer.json()) as { items: Asked[] }).items;
  }

  async forgetAsked(): Promise<void> {
    await this.#control('DELETE', 'requests');
  }

  /** The sandbox's clock, epoch ms. */
  async now(): Promise<number> {
    const answer = await this.#control('GET', 'clock');
    return Date.parse(((await answer.json()) as { now: string }).now);
  }

  async stop(): Promise<void> {
    await this.#child.end();
  }

  async #control(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
