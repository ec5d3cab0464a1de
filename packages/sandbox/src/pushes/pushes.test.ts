import { describe, expect, it } from 'vitest';
import { AGENT, runSandbox, TOUR } from '../../test/sandbox.ts';
import type { CalendarClient, Json, TestSandbox } from '../../test/sandbox.ts';
import { Receiver } from '../../test/receiver.ts';

const PUSHES = '/_control/pushes';
const TOUR_PATH = '/calendars/primary/events/tour00001';

/** A channel on the agent's calendar, after its first message. */
async function watched(mode: 'auto' | 'manual' = 'auto') {
  const sandbox = await runSandbox();
  const calendar = await sandbox.calendar();
  await calendar.insert(TOUR);
  const receiver = await new Receiver().listen();
  const { body: channel } = await watch(calendar, receiver);
  await receiver.atLeast(1);
  await flush(sandbox);
  await sandbox.json('POST', PUSHES, { mode });
  const touch = (summary = 'x') => calendar.request('PATCH', TOUR_PATH, { summary });
  return { sandbox, calendar, receiver, channel, touch };
}

const watch = (calendar: CalendarClient, { address }: Receiver, id = 'c1') =>
  calendar.request('POST', '/calendars/primary/events/watch', {
    id,
    type: 'web_hook',
    address,
    token: 'a secret',
  });

async function flush(sandbox: TestSandbox, ids?: string[]): Promise<Json[]> {
  const answer =
    ids === undefined
      ? await sandbox.send('POST', `${PUSHES}/flush`)
      : await sandbox.json('POST', `${PUSHES}/flush`, { ids });
  return answer.body['items'] ?? [];
}

const order = (sandbox: TestSandbox, effect: object, rest: object = {}) =>
  sandbox.send('POST', `${PUSHES}/faults`, {
    body: `${JSON.stringify({ match: {}, ...rest }).slice(0, -1)},"then":${JSON.stringify(effect)}}`,
  });

async function list(sandbox: TestSandbox): Promise<Json[]> {
  return (await sandbox.send('GET', PUSHES)).body['items'] ?? [];
}

describe('a push', () => {
  it('is an empty POST with Google’s headers, the first of them `sync`', async () => {
    const { receiver, channel, touch, sandbox } = await watched();
    await touch();
    await receiver.atLeast(2);
    const [sync, exists] = receiver.received;
    expect(sync).toMatchObject({
      method: 'POST',
      body: '',
      headers: {
        'content-length': '0',
        'x-goog-channel-id': 'c1',
        'x-goog-channel-token': 'a secret',
        'x-goog-channel-expiration': 'Mon, 12 Jan 2026 06:00:00 GMT',
        'x-goog-resource-id': channel['resourceId'],
        'x-goog-resource-uri': `${sandbox.url}/calendar/v3/calendars/agent%40example.com/events?alt=json`,
        'x-goog-resource-state': 'sync',
        'x-goog-message-number': '1',
      },
    });
    expect(sync?.names).toContain('X-Goog-Channel-ID');
    expect(exists?.headers['x-goog-resource-state']).toBe('exists');
    expect(exists?.number).toBeGreaterThan(2);
  });

  it('is one for many writes of one request, and comes for the person’s edits too', async () => {
    const { sandbox, calendar, receiver } = await watched();
    await calendar.insert({ ...TOUR, id: 'series', recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await receiver.atLeast(1);
    await flush(sandbox);
    const before = receiver.received.length;
    await sandbox.send('DELETE', `/_control/google/events/tour00001?account=${AGENT}`);
    await receiver.atLeast(before + 1);
    await flush(sandbox);
    expect(receiver.received).toHaveLength(before + 1);
  });

  it('may come before the watch call is answered, on order', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const receiver = await new Receiver().listen();
    await order(sandbox, { beforeAnswer: true });
    await watch(calendar, receiver);
    expect(receiver.states()).toEqual(['sync']);
  });

  it.each([200, 201, 202, 204, 102])('is delivered when it is answered %i', async (status) => {
    const { sandbox, receiver, touch } = await watched();
    receiver.answers.push(status);
    await touch();
    await receiver.atLeast(2);
    await flush(sandbox);
    expect((await list(sandbox)).at(-1)).toMatchObject({ status: 'delivered', answer: status });
  });

  it.each([400, 401, 404, 429, 302, 0])(
    'is lost for good when it is answered %i',
    async (status) => {
      const { sandbox, receiver, touch } = await watched();
      receiver.answers.push(status);
      await touch();
      await receiver.atLeast(2);
      await flush(sandbox);
      expect((await list(sandbox)).at(-1)).toMatchObject({ status: 'refused', answer: status });
      expect(receiver.received).toHaveLength(2);
    },
  );

  it.each([500, 502, 503, 504])('is tried again, later and later, after %i', async (status) => {
    const { sandbox, receiver, touch } = await watched();
    receiver.answers.push(status, status);
    await touch();
    await receiver.atLeast(2);
    const due = async () => {
      await flush(sandbox, []);
      return (await list(sandbox)).at(-1)?.['due'];
    };
    expect(await due()).toBe('2026-01-05T06:00:01.000Z');
    await sandbox.json('POST', '/_control/clock', { advanceMs: 1000 });
    await receiver.atLeast(3);
    expect(await due()).toBe('2026-01-05T06:00:03.000Z');
    await sandbox.json('POST', '/_control/clock', { advanceMs: 2000 });
    await receiver.atLeast(4);
    expect(new Set(receiver.numbers().slice(1)).size).toBe(1);
  });

  it('is given up after eight tries', async () => {
    const { sandbox, receiver, touch } = await watched('manual');
    receiver.answers.push(...Array.from({ length: 8 }, () => 503));
    await touch();
    for (let i = 0; i < 8; i += 1) await flush(sandbox);
    expect((await list(sandbox)).at(-1)).toMatchObject({ status: 'refused', attempts: 8 });
    expect(await flush(sandbox)).toEqual([]);
  });
});

describe('pushes by hand', () => {
  it('wait until they are flushed, in any order, or dropped', async () => {
    const { sandbox, receiver, touch } = await watched('manual');
    for (const summary of ['a', 'b', 'c']) await touch(summary);
    const waiting = (await list(sandbox)).filter((push) => String(push['status']) === 'waiting');
    const [first = '', second = '', third = ''] = waiting.map((push) => String(push['id']));
    expect(receiver.received).toHaveLength(1);
    expect((await sandbox.send('DELETE', `${PUSHES}/${second}`)).status).toBe(204);
    expect((await sandbox.send('DELETE', `${PUSHES}/${second}`)).status).toBe(404);
    const sent = await flush(sandbox, [third, second, first]);
    expect(sent.map((push) => push['id'])).toEqual([third, first]);
    const [, later = 0, earlier = 0] = receiver.numbers();
    expect(later).toBeGreaterThan(earlier);
    await touch('d');
    expect((await sandbox.send('DELETE', PUSHES)).body).toEqual({ dropped: 1 });
    expect(await flush(sandbox)).toEqual([]);
  });

  it('go at once when the mode is automatic again', async () => {
    const { sandbox, receiver, touch } = await watched('manual');
    await touch();
    await sandbox.json('POST', PUSHES, { mode: 'auto' });
    await receiver.atLeast(2);
    expect((await sandbox.json('POST', PUSHES, { mode: 'never' })).status).toBe(400);
  });
});

describe('a fault of pushes', () => {
  it('drops, as often as ordered', async () => {
    const { sandbox, receiver, touch } = await watched();
    await order(sandbox, { drop: true }, { times: 2, match: { channel: 'c1', state: 'exists' } });
    for (const summary of ['a', 'b', 'c']) await touch(summary);
    await receiver.atLeast(2);
    const items = (await list(sandbox)).slice(-3);
    expect(items.map((push) => push['status'])).toEqual(['dropped', 'dropped', expect.anything()]);
    expect(receiver.numbers()[1]).toBe(items[2]?.['messageNumber']);
  });

  it('duplicates, with the same number', async () => {
    const { sandbox, receiver, touch } = await watched();
    await order(sandbox, { duplicate: 2 });
    await touch();
    await receiver.atLeast(4);
    expect(new Set(receiver.numbers().slice(1)).size).toBe(1);
  });

  it('delays, by the sandbox’s clock', async () => {
    const { sandbox, receiver, touch } = await watched();
    await order(sandbox, { delayMs: 60_000 });
    await touch();
    expect((await list(sandbox)).at(-1)).toMatchObject({ due: '2026-01-05T06:01:00.000Z' });
    await sandbox.json('POST', '/_control/clock', { advanceMs: 60_000 });
    await receiver.atLeast(2);
  });

  it('puts one behind the next', async () => {
    const { sandbox, receiver, touch } = await watched();
    await order(sandbox, { reorder: true });
    await touch('a');
    await touch('b');
    await receiver.atLeast(3);
    const [, first = 0, second = 0] = receiver.numbers();
    expect(first).toBeGreaterThan(second);
  });

  it('stays until it is deleted when times is 0, and must make sense', async () => {
    const { sandbox, receiver, touch } = await watched();
    await order(sandbox, { drop: true }, { times: 0 });
    await touch('a');
    await touch('b');
    const faults = await sandbox.send('GET', `${PUSHES}/faults`);
    expect(faults.body['items']).toMatchObject([{ id: 'push-fault-1', remaining: null }]);
    expect((await sandbox.send('DELETE', `${PUSHES}/faults/push-fault-1`)).status).toBe(204);
    await touch('c');
    await receiver.atLeast(2);
    for (const wrong of [{}, { drop: true, duplicate: 1 }, { lose: true }]) {
      expect((await order(sandbox, wrong)).status).toBe(400);
    }
  });
});

describe('a push that waits', () => {
  it('is not sent once its channel is stopped or its grant revoked', async () => {
    const { sandbox, calendar, receiver, channel, touch } = await watched('manual');
    await watch(calendar, receiver, 'c2');
    await touch();
    const { id, resourceId } = channel;
    await calendar.request('POST', '/channels/stop', { id, resourceId });
    await sandbox.send('POST', `/_control/google/revoke?account=${AGENT}`);
    const statuses = (await flush(sandbox)).map((push) => [push['channel'], push['status']]);
    expect(statuses).toEqual([
      ['c2', 'ended'],
      ['c1', 'ended'],
      ['c2', 'ended'],
    ]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a sandbox that stops', () => {
  it('does not wait for a receiver that never answers', async () => {
    const { sandbox, receiver, touch } = await watched();
    receiver.answers.push(-1);
    await touch();
    await receiver.atLeast(2);
    await sandbox.stop();
  });
});
