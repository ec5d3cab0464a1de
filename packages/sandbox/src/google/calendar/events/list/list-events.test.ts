import { describe, expect, it } from 'vitest';
import { reasonOf, runSandbox, timed } from '../../../../../test/sandbox.ts';
import type { Json } from '../../../../../test/sandbox.ts';

const ids = (items: Json[]) => items.map((item) => item['id']);

async function withEvents() {
  const sandbox = await runSandbox();
  const calendar = await sandbox.calendar();
  await calendar.insert(timed('2026-01-07T15:00:00Z', '2026-01-07T16:00:00Z', { id: 'late0' }));
  await calendar.insert(
    timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z', {
      id: 'first0',
      summary: 'Haircut',
      extendedProperties: { private: { lumaTour: 'a=1', other: 'x' } },
    }),
  );
  await calendar.insert({
    id: 'all00',
    start: { date: '2026-01-08' },
    end: { date: '2026-01-10' },
  });
  return calendar;
}

describe('events.list', () => {
  it('answers the listing’s own fields', async () => {
    const calendar = await withEvents();
    const { body } = await calendar.request('GET', '/calendars/primary/events');
    expect(body).toMatchObject({
      kind: 'calendar#events',
      summary: 'agent@example.com',
      timeZone: 'America/Chicago',
      accessRole: 'owner',
      defaultReminders: [{ method: 'popup', minutes: 30 }],
    });
    expect(ids(body['items'] ?? [])).toEqual(['late0', 'first0', 'all00']);
  });

  it('bounds are exclusive, and a day begins in the calendar’s zone', async () => {
    const calendar = await withEvents();
    const at = (timeMin: string, timeMax: string) => calendar.list({ timeMin, timeMax });
    expect(ids(await at('2026-01-06T16:00:00Z', '2026-01-07T15:00:00Z'))).toEqual([]);
    expect(ids(await at('2026-01-06T15:59:59Z', '2026-01-07T15:00:01Z'))).toEqual([
      'late0',
      'first0',
    ]);
    expect(ids(await at('2026-01-08T05:00:00Z', '2026-01-08T06:00:00Z'))).toEqual([]);
    expect(ids(await at('2026-01-10T05:59:00Z', '2026-01-11T00:00:00Z'))).toEqual(['all00']);
    expect(ids(await at('2026-01-10T06:00:00Z', '2026-01-11T00:00:00Z'))).toEqual([]);
  });

  it('orders by start or by the last change', async () => {
    const calendar = await withEvents();
    const byStart = await calendar.list({ singleEvents: 'true', orderBy: 'startTime' });
    expect(ids(byStart)).toEqual(['first0', 'late0', 'all00']);
    calendar.sandbox.sandbox.clock.advance(60_000);
    await calendar.request('PATCH', '/calendars/primary/events/late0', { summary: 'x' });
    expect(ids(await calendar.list({ orderBy: 'updated' })).at(-1)).toBe('late0');
  });

  it('pages without repeating or skipping', async () => {
    const calendar = await withEvents();
    const seen: unknown[] = [];
    let pageToken: string | undefined;
    let pages = 0;
    do {
      const query = new URLSearchParams({ maxResults: '2', ...(pageToken && { pageToken }) });
      const { body } = await calendar.request('GET', `/calendars/primary/events?${query}`);
      seen.push(...ids(body['items'] ?? []));
      pageToken = body['nextPageToken'];
      pages += 1;
    } while (pageToken !== undefined);
    expect([seen, pages]).toEqual([['late0', 'first0', 'all00'], 2]);
  });

  it('searches words, private properties (all of them) and iCalUID', async () => {
    const calendar = await withEvents();
    expect(ids(await calendar.list({ q: 'hair' }))).toEqual(['first0']);
    expect(ids(await calendar.list({ privateExtendedProperty: 'lumaTour=a=1' }))).toEqual([
      'first0',
    ]);
    const both: [string, string][] = [
      ['privateExtendedProperty', 'lumaTour=a=1'],
      ['privateExtendedProperty', 'other=y'],
    ];
    expect(await calendar.list(both)).toEqual([]);
    expect(ids(await calendar.list({ iCalUID: 'late0@google.com' }))).toEqual(['late0']);
  });

  it('shows the deleted when asked, or when asked what changed since', async () => {
    const calendar = await withEvents();
    calendar.sandbox.sandbox.clock.advance(60_000);
    await calendar.request('DELETE', '/calendars/primary/events/late0');
    expect(ids(await calendar.list())).toEqual(['first0', 'all00']);
    const all = await calendar.list({ showDeleted: 'true' });
    expect(all[0]).toMatchObject({ id: 'late0', status: 'cancelled' });
    expect(ids(await calendar.list({ updatedMin: '2026-01-05T06:00:30Z' }))).toEqual(['late0']);
  });

  it('prints times in the zone that is asked for', async () => {
    const calendar = await withEvents();
    const [event] = await calendar.list({ q: 'hair', timeZone: 'Asia/Kathmandu' });
    expect(event?.['start']?.['dateTime']).toBe('2026-01-06T20:45:00+05:45');
  });

  it.each([
    ['an order that needs single events', { orderBy: 'startTime' }, 'badRequest'],
    ['a time without offset', { timeMin: '2026-01-06T16:00:00' }, 'badRequest'],
    [
      'an empty range',
      { timeMin: '2026-01-06T16:00:00Z', timeMax: '2026-01-06T16:00:00Z' },
      'timeRangeEmpty',
    ],
    ['an unknown page', { pageToken: 'nonsense' }, 'invalid'],
    ['an unknown order', { orderBy: 'name' }, 'invalid'],
    ['a page of none', { maxResults: '0' }, 'invalid'],
    ['half a boolean', { singleEvents: 'yes' }, 'invalid'],
  ])('refuses %s', async (_name, params: Record<string, string>, reason) => {
    const calendar = await withEvents();
    const answer = await calendar.request(
      'GET',
      `/calendars/primary/events?${new URLSearchParams(params)}`,
    );
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });
});

describe('calendars', () => {
  it('lists the primary, a second one and a read-only one, in pages', async () => {
    const calendar = await withEvents();
    const { body } = await calendar.request('GET', '/users/me/calendarList');
    const items: Json[] = body['items'] ?? [];
    expect(
      items.map((item) => [item['summary'], item['accessRole'], item['primary'] ?? false]),
    ).toEqual([
      ['agent@example.com', 'owner', true],
      ['Personal', 'owner', false],
      ['Holidays in United States', 'reader', false],
    ]);
    const first = await calendar.request('GET', '/users/me/calendarList?maxResults=2');
    const second = await calendar.request(
      'GET',
      `/users/me/calendarList?maxResults=2&pageToken=${first.body['nextPageToken']}`,
    );
    expect([first.body['items']?.length, second.body['items']?.length]).toEqual([2, 1]);
  });

  it('answers one, by id or as primary', async () => {
    const calendar = await withEvents();
    const primary = await calendar.request('GET', '/calendars/primary');
    expect(primary.body).toMatchObject({ id: 'agent@example.com', timeZone: 'America/Chicago' });
    expect((await calendar.request('GET', '/users/me/calendarList/primary')).body['primary']).toBe(
      true,
    );
    expect((await calendar.request('GET', '/calendars/agent2@example.com')).status).toBe(404);
    expect((await calendar.request('GET', '/nonsense')).status).toBe(404);
  });
});
