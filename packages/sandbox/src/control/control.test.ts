import { describe, expect, it } from 'vitest';
import { AGENT, reasonOf, runSandbox, START, timed } from '../../test/sandbox.ts';
import type { TestSandbox } from '../../test/sandbox.ts';

const EVENTS = `/_control/google/events`;
const DENTIST = timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z', { summary: 'Dentist' });

async function add(sandbox: TestSandbox, event: object = DENTIST) {
  return (await sandbox.json('POST', `${EVENTS}?account=${AGENT}`, event)).body;
}

describe('/_control/google/events', () => {
  it('adds, shows, moves and deletes as the person would', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const added = await add(sandbox);
    expect(await calendar.busy('2026-01-06T00:00:00Z', '2026-01-07T00:00:00Z')).toHaveLength(1);
    const moved = await sandbox.json('PATCH', `${EVENTS}/${added['id']}?account=${AGENT}`, {
      start: { dateTime: '2026-01-06T17:00:00Z' },
      end: { dateTime: '2026-01-06T18:00:00Z' },
    });
    expect(moved.body['etag']).not.toBe(added['etag']);
    expect(moved.body).toMatchObject({ sequence: 1, summary: 'Dentist' });
    const list = await sandbox.send('GET', `${EVENTS}?account=${AGENT}`);
    expect(list.body['items']).toMatchObject([{ id: added['id'] }]);
    const gone = await sandbox.send('DELETE', `${EVENTS}/${added['id']}?account=${AGENT}`);
    expect(gone.status).toBe(204);
    expect((await calendar.list()).length).toBe(0);
  });

  it('reaches the other calendars of the account', async () => {
    const sandbox = await runSandbox();
    const accounts = await sandbox.send('GET', '/_control/google/accounts');
    const personal = accounts.body['items']?.[0]?.['calendars']?.[1]?.['id'] ?? '';
    expect(personal).toMatch(/^c_[0-9a-f]+@group\.calendar\.google\.com$/);
    const query = `account=${AGENT}&calendar=${encodeURIComponent(personal)}`;
    await sandbox.json('POST', `${EVENTS}?${query}`, DENTIST);
    expect((await sandbox.send('GET', `${EVENTS}?${query}`)).body['items']).toHaveLength(1);
    expect((await sandbox.send('GET', `${EVENTS}?account=${AGENT}`)).body['items']).toHaveLength(0);
  });

  it('says what is wrong', async () => {
    const sandbox = await runSandbox();
    const nobody = await sandbox.send('GET', `${EVENTS}?account=nobody@example.com`);
    expect([nobody.status, reasonOf(nobody)]).toEqual([404, 'notFound']);
    expect((await sandbox.send('GET', EVENTS)).status).toBe(400);
    const empty = await sandbox.json('POST', `${EVENTS}?account=${AGENT}`, {});
    expect([empty.status, reasonOf(empty)]).toEqual([400, 'required']);
  });

  it('takes a new account with a zone of its own', async () => {
    const sandbox = await runSandbox();
    const post = (body: object) => sandbox.json('POST', '/_control/google/accounts', body);
    const made = await post({ email: 'anna@example.com', timeZone: 'Europe/Berlin' });
    expect([made.status, made.body['timeZone']]).toEqual([201, 'Europe/Berlin']);
    expect((await post({ email: 'anna@example.com' })).status).toBe(400);
    expect((await post({ email: 'b@example.com', timeZone: 'Nowhere' })).status).toBe(400);
  });
});

describe('/_control', () => {
  it('sets and advances the clock', async () => {
    const sandbox = await runSandbox();
    const clock = async (body: object) => sandbox.json('POST', '/_control/clock', body);
    expect((await sandbox.send('GET', '/_control/clock')).body).toEqual({ now: START });
    const set = await clock({ now: '2026-03-01T12:00:00+01:00' });
    expect(set.body).toEqual({ now: '2026-03-01T11:00:00.000Z' });
    expect((await clock({ advanceMs: 60_000 })).body).toEqual({ now: '2026-03-01T11:01:00.000Z' });
    expect((await add(sandbox))['updated']).toBe('2026-03-01T11:01:00.000Z');
    expect((await clock({ now: 'tomorrow' })).status).toBe(400);
  });

  it('tells what was asked of the providers, without their secrets', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect();
    await sandbox.refresh(tokens['refresh_token'] ?? '');
    await sandbox.send('POST', `/revoke?token=${encodeURIComponent(tokens['access_token'] ?? '')}`);
    const log = await sandbox.send('GET', '/_control/requests');
    const paths = log.body['items']?.map((entry) => `${entry['method']} ${entry['path']}`);
    expect(paths).toEqual([
      'GET /o/oauth2/v2/auth',
      'POST /o/oauth2/v2/auth',
      'POST /token',
      'POST /token',
      'POST /revoke',
    ]);
    const text = JSON.stringify(log.body);
    expect(text).toContain('[redacted]');
    for (const secret of ['ya29', '1//0', '4/0', 'sandbox-secret'])
      expect(text).not.toContain(secret);
  });

  it('keeps the last thousand requests', async () => {
    const sandbox = await runSandbox();
    for (let i = 0; i < 1003; i += 1) await sandbox.send('GET', `/oauth2/v2/userinfo?n=${i}`);
    const items = (await sandbox.send('GET', '/_control/requests')).body['items'];
    expect([items?.length, items?.[0]?.['query']?.['n']]).toEqual([1000, '3']);
  });

  it('refuses other web pages', async () => {
    const sandbox = await runSandbox();
    const from = (origin: string) =>
      sandbox.send('POST', '/_control/reset', { headers: { Origin: origin } });
    expect((await from('http://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await from(sandbox.url)).status).toBe(200);
  });

  it('resets to the beginning', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    await add(sandbox);
    await sandbox.json('POST', '/_control/clock', { advanceMs: 5 });
    await sandbox.send('POST', '/_control/faults', {
      body: '{"times":0,"then":{"status":500}}',
    });
    await sandbox.send('POST', '/_control/reset');
    expect((await sandbox.send('GET', '/_control/clock')).body).toEqual({ now: START });
    expect((await sandbox.send('GET', `${EVENTS}?account=${AGENT}`)).body['items']).toEqual([]);
    expect((await calendar.request('GET', '/users/me/calendarList')).status).toBe(401);
  });
});
