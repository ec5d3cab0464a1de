import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { AGENT, reasonOf, runSandbox, TOUR } from '../../test/sandbox.ts';
import type { TestSandbox } from '../../test/sandbox.ts';

const EVENTS = '/calendars/primary/events';
const insertsOnly = { method: 'POST', path: '/calendar/v3/calendars/.*/events' };

const post = (sandbox: TestSandbox, json: string) =>
  sandbox.send('POST', '/_control/faults', { body: json });

const order = (sandbox: TestSandbox, effect: object, rest: object = { match: {} }) =>
  post(sandbox, `${JSON.stringify(rest).slice(0, -1)},"then":${JSON.stringify(effect)}}`);

describe('a fault', () => {
  it('refuses as Google would, as often as ordered, where it matches', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const effect = { status: 503, reason: 'backendError', retryAfterSeconds: 1 };
    expect((await order(sandbox, effect, { match: insertsOnly, times: 2 })).status).toBe(201);
    expect((await calendar.request('GET', EVENTS)).status).toBe(200);
    for (const _ of [1, 2]) {
      const answer = await calendar.insert(TOUR);
      expect([answer.status, reasonOf(answer)]).toEqual([503, 'backendError']);
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await calendar.insert(TOUR)).status).toBe(200);
  });

  it('says when to come back as a date, of its own clock', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 503, retryAfterSeconds: 90, retryAfterAsDate: true });
    const { headers } = await calendar.request('GET', EVENTS);
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 06:00:00 GMT');
    expect(headers.get('retry-after')).toBe('Mon, 05 Jan 2026 06:01:30 GMT');
  });

  it('matches the path as a person would write it', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 500 }, { match: { path: `/calendars/${AGENT}/events$` } });
    const path = `/calendars/${encodeURIComponent(AGENT)}/events`;
    expect((await calendar.request('GET', path)).status).toBe(500);
    const log = await sandbox.send('GET', '/_control/requests');
    expect(log.body['items']?.at(-1)?.['path']).toBe(`/calendar/v3/calendars/${AGENT}/events`);
  });

  it('matches the query', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 500 }, { match: { query: 'timeMin=' } });
    expect((await calendar.request('GET', EVENTS)).status).toBe(200);
    const query = '?timeMin=2026-01-05T00:00:00Z';
    expect((await calendar.request('GET', EVENTS + query)).status).toBe(500);
  });

  it('puts usage limits in their own domain', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 403, reason: 'rateLimitExceeded' });
    const answer = await calendar.request('GET', EVENTS);
    expect(answer.body['error']?.['errors']?.[0]).toMatchObject({ domain: 'usageLimits' });
  });

  it('speaks OAuth at the token endpoint', async () => {
    const sandbox = await runSandbox();
    await order(sandbox, { status: 400, reason: 'invalid_grant' }, { match: { path: '^/token$' } });
    expect((await sandbox.refresh('x')).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('loses the answer once the work is done', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { loseAnswer: true }, { match: insertsOnly });
    await expect(calendar.insert(TOUR)).rejects.toThrow('fetch failed');
    expect((await calendar.request('GET', `${EVENTS}/tour00001`)).status).toBe(200);
    const again = await calendar.insert(TOUR);
    expect([again.status, reasonOf(again)]).toEqual([409, 'duplicate']);
    const log = await sandbox.send('GET', '/_control/requests');
    const lost = log.body['items']?.filter((entry) => String(entry['status']) === '0');
    expect(lost).toMatchObject([{ method: 'POST', account: AGENT, fault: 'fault-1' }]);
  });

  it('delays, then lets the request through', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { delayMs: 120 });
    const begun = performance.now();
    expect((await calendar.request('GET', EVENTS)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(115);
  });

  it('holds a request until the fault is deleted, by itself or with all', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const done: string[] = [];
    const struck = async () => {
      const { body } = await sandbox.send('GET', '/_control/faults');
      if (body['items']?.some((fault) => String(fault['remaining']) !== '0')) await struck();
    };
    const held = async (id: string) => {
      const fault = await order(sandbox, { held: true }, { match: insertsOnly });
      const insert = calendar.insert({ ...TOUR, id }).then(() => done.push(id));
      await struck();
      return { fault: String(fault.body['id']), insert };
    };
    const [first, second] = [await held('tour00001'), await held('tour00002')];
    expect((await calendar.request('GET', `${EVENTS}/tour00001`)).status).toBe(404);
    await sandbox.send('DELETE', `/_control/faults/${second.fault}`);
    await second.insert;
    expect(done).toEqual(['tour00002']);
    await sandbox.send('DELETE', '/_control/faults');
    await first.insert;
    expect(done).toEqual(['tour00002', 'tour00001']);
  });

  it('fails calendars inside a free-busy answer of 200, and nothing else', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { freebusyErrors: { [AGENT]: 'internalError' } });
    expect((await calendar.request('GET', EVENTS)).status).toBe(200);
    const query = {
      timeMin: '2026-01-01T00:00:00Z',
      timeMax: '2026-01-02T00:00:00Z',
      items: [{ id: AGENT }],
    };
    const struck = await calendar.request('POST', '/freeBusy', query);
    expect([struck.status, struck.body['calendars']?.[AGENT]]).toEqual([
      200,
      { errors: [{ domain: 'calendar', reason: 'internalError' }], busy: [] },
    ]);
    const next = await calendar.request('POST', '/freeBusy', query);
    expect(next.body['calendars']?.[AGENT]).toEqual({ busy: [] });
  });

  it('lets a duplicate pass, as a second event under another id', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { loseAnswer: true }, { match: insertsOnly });
    await order(sandbox, { missDuplicate: true }, { match: insertsOnly });
    await expect(calendar.insert(TOUR)).rejects.toThrow('fetch failed');
    const second = await calendar.insert(TOUR);
    expect([second.status, second.body['id'] === 'tour00001']).toEqual([200, false]);
    const twins = await calendar.list({ privateExtendedProperty: 'lumaTour=a1' });
    expect(twins.map((event) => event['id'])).toEqual(['tour00001', second.body['id']]);
    expect((await calendar.insert(TOUR)).status).toBe(409);
  });

  it('misses no duplicate of what was deleted', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await calendar.insert(TOUR);
    await calendar.request('DELETE', `${EVENTS}/tour00001`);
    await order(sandbox, { missDuplicate: true }, { times: 0, match: insertsOnly });
    expect((await calendar.insert(TOUR)).status).toBe(409);
    expect((await calendar.insert({ ...TOUR, id: 'tour00002' })).body['id']).toBe('tour00002');
  });

  it('cuts pages short of what was asked for, until deleted', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const query = '?maxResults=250';
    const whole = (await calendar.request('GET', EVENTS + query)).body['items'] ?? [];
    await calendar.insert(TOUR);
    await calendar.insert({ ...TOUR, id: 'tour00002' });
    await order(sandbox, { pageSize: 1 }, { times: 0, match: { method: 'GET', path: '/events$' } });
    let seen = 0;
    let token = '';
    do {
      const page = (await calendar.request('GET', `${EVENTS}${query}${token}`)).body;
      expect(page['items']?.length).toBe(1);
      seen += 1;
      token = page['nextPageToken'] ? `&pageToken=${page['nextPageToken']}` : '';
    } while (token !== '');
    expect(seen).toBe(whole.length + 2);
  });

  it('answers a body of one’s own', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 502, body: 'gateway' });
    const struck = await calendar.request('GET', EVENTS);
    expect([struck.status, struck.body]).toEqual([502, 'gateway']);
    await order(sandbox, { body: { items: 'nonsense' } });
    expect((await calendar.request('GET', EVENTS)).body).toEqual({ items: 'nonsense' });
  });

  it('strikes in order, without end when times is 0, until deleted', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await order(sandbox, { status: 500 });
    await order(sandbox, { status: 429 }, { times: 0 });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await calendar.request('GET', EVENTS)).status);
    expect(statuses).toEqual([500, 429, 429, 429]);
    const list = await sandbox.send('GET', '/_control/faults');
    expect(list.body['items']).toMatchObject([{ remaining: 0 }, { remaining: null }]);
    expect((await sandbox.send('DELETE', '/_control/faults')).status).toBe(204);
    expect((await calendar.request('GET', EVENTS)).status).toBe(200);
  });

  it.each([
    ['a bad expression', '{"match":{"path":"("},"then":{"status":500}}'],
    ['no effect', '{"match":{}}'],
    ['a misspelt effect', '{"then":{"statsu":500}}'],
    ['a status of success', '{"then":{"status":200}}'],
    ['half a body', '{"then":'],
  ])('is refused with %s', async (_name, json) => {
    const answer = await post(await runSandbox(), json);
    expect(answer.status).toBe(400);
    expect(answer.body['error']?.['message']).toMatch(/path|then|statsu|status|JSON/);
  });
});
