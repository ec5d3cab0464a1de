import { onTestFinished } from 'vitest';
import { startSandbox } from '../src/start.ts';
import type { Sandbox, SandboxOptions } from '../src/start.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../src/google/oauth/client.ts';

export const REDIRECT = 'http://localhost:4321/api/lumaleasing/calendar/callback';
export const CALENDAR_SCOPE = 'https://www.googleapis.com/auth/calendar';
export const AGENT = 'agent@example.com';
/** A Monday in winter, at night in Chicago. */
export const START = '2026-01-05T06:00:00.000Z';

export interface Answer<T = Json> {
  status: number;
  headers: Headers;
  body: T;
}

/** Parsed JSON for tests. A missing value fails the test, not the compiler. */
export type Json = JsonObject & Json[] & string;

interface JsonObject {
  [key: string]: Json;
}

/** A sandbox for one test, stopped after it; its clock stands at START. */
export async function runSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ now: () => Date.parse(START), ...options });
  const harness = new TestSandbox(sandbox);
  onTestFinished(() => harness.stop());
  return harness;
}

export class TestSandbox {
  readonly url: string;
  readonly sandbox: Sandbox;
  #stopped = false;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.url = sandbox.url;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.sandbox.stop();
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url + path, { method, redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  json(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.send(method, path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  form(path: string, fields: Record<string, string> | [string, string][]) {
    return this.send('POST', path, { body: new URLSearchParams(fields) });
  }

  authorizeQuery(extra: Record<string, string> = {}): string {
    return new URLSearchParams({
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: `openid email ${CALENDAR_SCOPE}`,
      access_type: 'offline',
      state: 'a state & more',
      ...extra,
    }).toString();
  }

  /** Submits the consent page as a script would. @returns where it leads. */
  async consent(
    choice: { account?: string; scopes?: string[]; decision?: string; query?: string } = {},
  ): Promise<URL> {
    const query = choice.query ?? this.authorizeQuery();
    const page = await fetch(`${this.url}/o/oauth2/v2/auth?${query}`);
    const hidden = /name="request" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
    const answer = await this.form('/o/oauth2/v2/auth', [
      ['request', hidden.replaceAll('&amp;', '&')],
      ['account', choice.account ?? AGENT],
      ...(choice.scopes ?? [CALENDAR_SCOPE]).map((scope): [string, string] => ['scope', scope]),
      ['decision', choice.decision ?? 'allow'],
    ]);
    return new URL(answer.headers.get('location') ?? 'missing:location');
  }

  token(fields: Record<string, string>) {
    return this.form('/token', {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uri: REDIRECT,
      grant_type: 'authorization_code',
      ...fields,
    });
  }

  refresh(refreshToken: string) {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Consent and exchange. @returns the answer of the token endpoint. */
  async connect(choice: Parameters<TestSandbox['consent']>[0] = {}): Promise<Json> {
    const to = await this.consent(choice);
    return (await this.token({ code: to.searchParams.get('code') ?? '' })).body;
  }

  /** A client of the Calendar API that acts for the account. */
  async calendar(account = AGENT): Promise<CalendarClient> {
    const tokens = await this.connect({ account });
    return new CalendarClient(this, tokens['access_token'] ?? '');
  }
}

export class CalendarClient {
  readonly sandbox: TestSandbox;
  readonly token: string;

  constructor(sandbox: TestSandbox, token: string) {
    this.sandbox = sandbox;
    this.token = token;
  }

  request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.sandbox.json(method, `/calendar/v3${path}`, body, {
      Authorization: `Bearer ${this.token}`,
      ...headers,
    });
  }

  insert(event: unknown, query = '') {
    return this.request('POST', `/calendars/primary/events${query}`, event);
  }

  async list(params: Record<string, string> | [string, string][] = {}): Promise<Json[]> {
    const answer = await this.request(
      'GET',
      `/calendars/primary/events?${new URLSearchParams(params)}`,
    );
    if (answer.status !== 200) throw new Error(`list: ${JSON.stringify(answer.body)}`);
    return answer.body['items'] ?? [];
  }

  async busy(timeMin: string, timeMax: string, id = 'primary'): Promise<[string, string][]> {
    const answer = await this.request('POST', '/freeBusy', { timeMin, timeMax, items: [{ id }] });
    const busy: Json[] = answer.body['calendars']?.[id]?.['busy'] ?? [];
    return busy.map((span) => [span['start'] ?? '', span['end'] ?? '']);
  }
}

export function timed(start: string, end: string, more: Record<string, unknown> = {}) {
  return { summary: 'An event', start: { dateTime: start }, end: { dateTime: end }, ...more };
}

/** The reason in Google's error body. */
export function reasonOf(answer: Answer): string | undefined {
  return answer.body['error']?.['errors']?.[0]?.['reason'];
}

/** An event like those of LumaLeasing. */
export const TOUR = timed('2026-01-28T15:00:00Z', '2026-01-28T15:30:00Z', {
  id: 'tour00001',
  summary: 'Tour',
  extendedProperties: { private: { lumaTour: 'a1', kept: 'yes' } },
});

/** A new sandbox, and a client that may use the agent's calendars. */
export async function connectedCalendar(): Promise<CalendarClient> {
  return (await runSandbox()).calendar();
}
