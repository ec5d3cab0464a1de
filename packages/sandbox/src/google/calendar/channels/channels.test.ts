import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AGENT, reasonOf, runSandbox, TOUR } from '../../../../test/sandbox.ts';
import type { CalendarClient, Json, TestSandbox } from '../../../../test/sandbox.ts';
import { Receiver } from '../../../../test/receiver.ts';

const WATCH = '/calendars/primary/events/watch';
const HOOK = { id: 'channel-1', type: 'web_hook', address: 'https://luma.example/hook' };
const HOLIDAYS = encodeURIComponent('en.usa#holiday@group.v.calendar.google.com');
const WEEK_MS = 604_800_000;

/** Nothing is sent: the addresses of these tests do not exist. */
async function quiet(): Promise<{ sandbox: TestSandbox; calendar: CalendarClient }> {
  const sandbox = await runSandbox();
  await sandbox.json('POST', '/_control/pushes', { mode: 'manual' });
  return { sandbox, calendar: await sandbox.calendar() };
}

async function channels(sandbox: TestSandbox, query = ''): Promise<Json[]> {
  return (await sandbox.send('GET', `/_control/google/channels${query}`)).body['items'] ?? [];
}

describe('events.watch', () => {
  it('opens a channel and says how long it lives', async () => {
    const { sandbox, calendar } = await quiet();
    const { status, body } = await calendar.request('POST', WATCH, { ...HOOK, token: 'secret' });
    expect([status, body]).toEqual([
      200,
      {
        kind: 'api#channel',
        id: 'channel-1',
        resourceId: expect.stringMatching(/^[\w-]{27}$/),
        resourceUri: `${sandbox.url}/calendar/v3/calendars/agent%40example.com/events?alt=json`,
        token: 'secret',
        expiration: String(sandbox.sandbox.clock.now() + WEEK_MS),
      },
    ]);
    expect(await channels(sandbox, `?account=${AGENT}`)).toMatchObject([
      { id: 'channel-1', calendar: AGENT, token: 'secret', live: true, ended: null },
    ]);
    expect(await channels(sandbox, '?account=agent2@example.com')).toEqual([]);
  });

  it.each([
    ['a shorter life', { params: { ttl: '3600' } }, 3_600_000],
    ['at most a week', { params: { ttl: '2592000' } }, WEEK_MS],
    ['a moment to end at', { expiration: Date.parse('2026-01-05T07:00:00Z') }, 3_600_000],
  ])('grants %s', async (_name, wish, life) => {
    const { sandbox, calendar } = await quiet();
    const { body } = await calendar.request('POST', WATCH, { ...HOOK, ...wish });
    expect(Number(body['expiration']) - sandbox.sandbox.clock.now()).toBe(life);
  });

  it.each([
    ['no id', { id: undefined }, 'required'],
    ['an id that is too long', { id: 'x'.repeat(65) }, 'invalid'],
    ['an id with a space', { id: 'a b' }, 'invalid'],
    ['no type', { type: undefined }, 'required'],
    ['another type', { type: 'email' }, 'invalid'],
    ['no address', { address: undefined }, 'required'],
    ['plain http', { address: 'http://luma.example/hook' }, 'push.webhookUrlNotHttps'],
    ['no address at all', { address: 'nonsense' }, 'push.webhookUrlNotHttps'],
    ['a token that is too long', { token: 'x'.repeat(257) }, 'invalid'],
    ['a token that fits no header', { token: 'a\nb' }, 'invalid'],
    ['an end in the past', { expiration: 1 }, 'invalid'],
    ['no life', { params: { ttl: '0' } }, 'invalid'],
  ])('refuses %s', async (_name, wrong, reason) => {
    const { sandbox, calendar } = await quiet();
    const answer = await calendar.request('POST', WATCH, { ...HOOK, ...wrong });
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
    expect(await channels(sandbox)).toEqual([]);
  });

  it('refuses an id twice, also after its channel ended, and calendars it cannot push', async () => {
    const { calendar } = await quiet();
    const { body } = await calendar.request('POST', WATCH, HOOK);
    const again = await calendar.request('POST', WATCH, HOOK);
    expect([again.status, reasonOf(again)]).toEqual([400, 'channelIdNotUnique']);
    await calendar.request('POST', '/channels/stop', body);
    expect((await calendar.request('POST', WATCH, HOOK)).status).toBe(400);
    const holidays = await calendar.request('POST', `/calendars/${HOLIDAYS}/events/watch`, {
      ...HOOK,
      id: 'other',
    });
    expect([holidays.status, reasonOf(holidays)]).toEqual([
      400,
      'pushNotSupportedForRequestedResource',
    ]);
  });

  it('delivers over every open channel, overlapping ones too', async () => {
    const { sandbox, calendar } = await quiet();
    const { address } = await new Receiver().listen();
    const first = await calendar.request('POST', WATCH, { ...HOOK, address });
    const second = await calendar.request('POST', WATCH, { ...HOOK, address, id: 'channel-2' });
    expect(second.body['resourceId']).toBe(first.body['resourceId']);
    await calendar.insert(TOUR);
    const { body } = await sandbox.send('POST', '/_control/pushes/flush');
    expect(body['items']).toMatchObject([
      { channel: 'channel-1', state: 'sync', messageNumber: 1, status: 'delivered' },
      { channel: 'channel-2', state: 'sync', messageNumber: 1, status: 'delivered' },
      { channel: 'channel-1', state: 'exists', status: 'delivered' },
      { channel: 'channel-2', state: 'exists', status: 'delivered' },
    ]);
  });
});

describe('a channel ends', () => {
  it('when it is stopped, by the account that opened it and nobody else', async () => {
    const { sandbox, calendar } = await quiet();
    const { body } = await calendar.request('POST', WATCH, HOOK);
    const { id, resourceId } = body;
    const stop = (client: CalendarClient, channel: object) =>
      client.request('POST', '/channels/stop', channel);
    const other = await sandbox.calendar('agent2@example.com');
    expect((await stop(other, { id, resourceId })).status).toBe(404);
    expect((await stop(calendar, { id, resourceId: 'wrong' })).status).toBe(404);
    expect(reasonOf(await stop(calendar, { id }))).toBe('required');
    expect((await stop(calendar, { id, resourceId })).status).toBe(204);
    const again = await stop(calendar, { id, resourceId });
    expect([again.status, reasonOf(again)]).toEqual([404, 'notFound']);
    expect(await channels(sandbox)).toMatchObject([{ live: false, ended: 'stopped' }]);
  });

  it('by the sandbox’s clock, and nothing is sent any more', async () => {
    const { sandbox, calendar } = await quiet();
    await calendar.request('POST', WATCH, HOOK);
    await sandbox.json('POST', '/_control/clock', { advanceMs: WEEK_MS });
    expect(await channels(sandbox)).toMatchObject([{ live: false, ended: 'expired' }]);
    await sandbox.json('POST', `/_control/google/events?account=${AGENT}`, TOUR);
    const { body } = await sandbox.send('POST', '/_control/pushes/flush');
    expect(body['items']).toMatchObject([{ state: 'sync', status: 'ended', attempts: 0 }]);
  });

  it.each([
    ['the person revokes access', `/_control/google/revoke?account=${AGENT}`],
    ['the client does', '/revoke?token='],
  ])('when %s', async (_name, path) => {
    const { sandbox, calendar } = await quiet();
    await calendar.request('POST', WATCH, HOOK);
    await sandbox.send('POST', path.endsWith('=') ? path + calendar.token : path);
    expect(await channels(sandbox)).toMatchObject([{ live: false, ended: 'revoked' }]);
  });

  it('with a reset, but not with a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const before = await runSandbox({ dataDir });
    const calendar = await before.calendar();
    await before.json('POST', '/_control/pushes', { mode: 'manual' });
    await calendar.request('POST', WATCH, HOOK);
    const list = await calendar.request('GET', '/calendars/primary/events');
    await before.stop();
    const after = await runSandbox({ dataDir });
    expect(await channels(after)).toMatchObject([{ id: 'channel-1', live: true }]);
    // Sync tokens also stay valid after it.
    const client = await after.calendar();
    const path = `/calendars/primary/events?syncToken=${list.body['nextSyncToken']}`;
    expect((await client.request('GET', path)).status).toBe(200);
    await after.send('POST', '/_control/reset');
    expect(await channels(after)).toEqual([]);
  });
});
