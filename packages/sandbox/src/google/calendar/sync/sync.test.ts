import { describe, expect, it } from 'vitest';
import { AGENT, connectedCalendar, reasonOf, runSandbox, timed } from '../../../../test/sandbox.ts';
import type { CalendarClient, Json } from '../../../../test/sandbox.ts';
import { Mirror } from '../../../../test/mirror.ts';

const EVENTS = '/calendars/primary/events';
const EXPIRE = '/_control/google/expire-sync-tokens';
const lunch = timed('2026-01-06T18:00:00Z', '2026-01-06T19:00:00Z', { id: 'lunch0' });
const DAILY = {
  id: 'drill0',
  start: { dateTime: '2026-01-05T09:00:00', timeZone: 'America/Chicago' },
  end: { dateTime: '2026-01-05T09:30:00', timeZone: 'America/Chicago' },
  recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
};
const WEEK = { timeMin: '2026-01-05T06:00:00Z', timeMax: '2026-01-12T06:00:00Z' };

const get = (calendar: CalendarClient, params: Record<string, string>) =>
  calendar.request('GET', `${EVENTS}?${new URLSearchParams(params)}`);

async function tokenOf(calendar: CalendarClient, params: Record<string, string> = {}) {
  return (await get(calendar, params)).body['nextSyncToken'] ?? '';
}

async function changes(calendar: CalendarClient, params: Record<string, string>) {
  const { body } = await get(calendar, params);
  return (body['items'] ?? []).map((item: Json) => [item['id'], item['status']]);
}

describe('a sync token', () => {
  it('brings what was written since, the deleted included, and then the next token', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(lunch);
    await calendar.insert({ ...lunch, id: 'dinner' });
    const syncToken = await tokenOf(calendar);
    expect((await get(calendar, { syncToken })).body['items']).toEqual([]);
    await calendar.request('PATCH', `${EVENTS}/dinner`, { summary: 'Later' });
    await calendar.request('DELETE', `${EVENTS}/lunch0`);
    const { body } = await get(calendar, { syncToken });
    expect(body['items']).toEqual([
      { kind: 'calendar#event', id: 'lunch0', status: 'cancelled', etag: expect.any(String) },
      expect.objectContaining({ id: 'dinner', summary: 'Later' }),
    ]);
    expect(await changes(calendar, { syncToken: body['nextSyncToken'] ?? '' })).toEqual([]);
    expect(await changes(calendar, { syncToken })).toHaveLength(2);
  });

  it('stands on the last page only, and says no more than the first page saw', async () => {
    const calendar = await connectedCalendar();
    for (const id of ['first0', 'second', 'third0']) await calendar.insert({ ...lunch, id });
    const first = await get(calendar, { maxResults: '2' });
    expect(first.body).not.toHaveProperty('nextSyncToken');
    await calendar.request('PATCH', `${EVENTS}/first0`, { summary: 'Meanwhile' });
    await calendar.request('DELETE', `${EVENTS}/second`);
    const pageToken = first.body['nextPageToken'] ?? '';
    const last = await get(calendar, { maxResults: '2', pageToken });
    expect(last.body['items']).toMatchObject([{ id: 'third0' }]);
    expect(last.body).not.toHaveProperty('nextPageToken');
    expect(await changes(calendar, { syncToken: last.body['nextSyncToken'] ?? '' })).toEqual([
      ['first0', 'confirmed'],
      ['second', 'cancelled'],
    ]);
  });

  it('pages through the changes too', async () => {
    const calendar = await connectedCalendar();
    const syncToken = await tokenOf(calendar);
    for (const id of ['first0', 'second', 'third0']) await calendar.insert({ ...lunch, id });
    const first = await get(calendar, { syncToken, maxResults: '2' });
    const pageToken = first.body['nextPageToken'] ?? '';
    const alone = await get(calendar, { pageToken, maxResults: '2' });
    expect([alone.status, reasonOf(alone)]).toEqual([400, 'invalid']);
    const last = await get(calendar, { syncToken, pageToken, maxResults: '2' });
    expect([first.body['items']?.length, last.body['items']?.length]).toEqual([2, 1]);
    expect(last.body['nextSyncToken']).not.toBe(syncToken);
  });

  it('may die in the midst of its pages', async () => {
    const calendar = await connectedCalendar();
    const syncToken = await tokenOf(calendar);
    for (const id of ['first0', 'second']) await calendar.insert({ ...lunch, id });
    const first = await get(calendar, { syncToken, maxResults: '1' });
    await calendar.sandbox.send('POST', `${EXPIRE}?account=${AGENT}`);
    const pageToken = first.body['nextPageToken'] ?? '';
    const next = await get(calendar, { syncToken, pageToken, maxResults: '1' });
    expect([next.status, reasonOf(next)]).toEqual([410, 'fullSyncRequired']);
  });

  it('is not given with what is no listing of the whole calendar', async () => {
    const calendar = await connectedCalendar();
    for (const params of [
      { orderBy: 'updated' },
      { q: 'x' },
      { iCalUID: 'x' },
      { updatedMin: '2026-01-05T06:00:00Z' },
      { privateExtendedProperty: 'a=b' },
    ]) {
      expect((await get(calendar, params)).body).not.toHaveProperty('nextSyncToken');
    }
    expect((await get(calendar, WEEK)).body).toHaveProperty('nextSyncToken');
  });

  it.each([
    ['iCalUID', 'x'],
    ['orderBy', 'updated'],
    ['privateExtendedProperty', 'a=b'],
    ['sharedExtendedProperty', 'a=b'],
    ['q', 'x'],
    ['timeMin', '2026-01-05T06:00:00Z'],
    ['timeMax', '2026-01-05T06:00:00Z'],
    ['updatedMin', '2026-01-05T06:00:00Z'],
    ['showDeleted', 'false'],
    ['singleEvents', 'true'],
  ])('is refused together with %s', async (name, value) => {
    const calendar = await connectedCalendar();
    const answer = await get(calendar, { syncToken: await tokenOf(calendar), [name]: value });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'badRequest']);
  });

  it('is good for its own calendar and account only', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const syncToken = await tokenOf(calendar);
    const holidays = encodeURIComponent('en.usa#holiday@group.v.calendar.google.com');
    const elsewhere = await calendar.request(
      'GET',
      `/calendars/${holidays}/events?syncToken=${syncToken}`,
    );
    expect([elsewhere.status, reasonOf(elsewhere)]).toEqual([400, 'invalid']);
    const other = await sandbox.calendar('agent2@example.com');
    expect((await get(other, { syncToken })).status).toBe(400);
    expect((await get(calendar, { syncToken: 'CPDAlvWDx70CEPDAlvWDx70CGAU=' })).status).toBe(400);
  });

  it('dies on order, of one calendar or of all, and a full listing revives it', async () => {
    const sandbox = await runSandbox();
    const calendar = await sandbox.calendar();
    const syncToken = await tokenOf(calendar);
    const others = await sandbox.send('POST', `${EXPIRE}?account=agent2@example.com`);
    expect(others.body).toEqual({ expired: 3 });
    expect((await get(calendar, { syncToken })).status).toBe(200);
    const own = await sandbox.send('POST', `${EXPIRE}?account=${AGENT}&calendar=primary`);
    expect(own.body).toEqual({ expired: 1 });
    const dead = await get(calendar, { syncToken });
    expect([dead.status, reasonOf(dead)]).toEqual([410, 'fullSyncRequired']);
    expect((await get(calendar, { syncToken: await tokenOf(calendar) })).status).toBe(200);
    expect((await sandbox.send('POST', `${EXPIRE}?account=x@example.com`)).status).toBe(404);
    expect((await sandbox.send('POST', `${EXPIRE}?calendar=x`)).status).toBe(404);
  });

  it('from before a reset is dead', async () => {
    const sandbox = await runSandbox();
    const syncToken = await tokenOf(await sandbox.calendar());
    await sandbox.send('POST', '/_control/reset');
    expect((await get(await sandbox.calendar(), { syncToken })).status).toBe(410);
  });
});

describe('a sync of single events', () => {
  it('tells the instances that changed, moved away and went', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(DAILY);
    const syncToken = await tokenOf(calendar, { singleEvents: 'true' });
    await calendar.request('PATCH', `${EVENTS}/drill0_20260106T150000Z`, { summary: 'Once' });
    await calendar.request('DELETE', `${EVENTS}/drill0_20260107T150000Z`);
    const { body } = await get(calendar, { syncToken, singleEvents: 'true' });
    expect(body['items']).toEqual([
      expect.objectContaining({ id: 'drill0_20260106T150000Z', summary: 'Once' }),
      {
        kind: 'calendar#event',
        etag: expect.any(String),
        id: 'drill0_20260107T150000Z',
        status: 'cancelled',
        recurringEventId: 'drill0',
        originalStartTime: {
          dateTime: '2026-01-07T09:00:00-06:00',
          timeZone: 'America/Chicago',
        },
      },
    ]);
  });

  it('tells every instance of an edited series, the old ones as gone', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(DAILY);
    const syncToken = await tokenOf(calendar, { singleEvents: 'true' });
    const at = (time: string) => ({ dateTime: `2026-01-05T${time}`, timeZone: 'America/Chicago' });
    await calendar.request('PATCH', `${EVENTS}/drill0`, {
      start: at('10:00:00'),
      end: at('10:30:00'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    });
    expect(await changes(calendar, { syncToken, singleEvents: 'true' })).toEqual([
      ['drill0_20260105T150000Z', 'cancelled'],
      ['drill0_20260105T160000Z', 'confirmed'],
      ['drill0_20260106T150000Z', 'cancelled'],
      ['drill0_20260106T160000Z', 'confirmed'],
      ['drill0_20260107T150000Z', 'cancelled'],
      ['drill0_20260108T150000Z', 'cancelled'],
    ]);
  });

  it('carries on the window of its first listing', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert({ ...DAILY, recurrence: ['RRULE:FREQ=DAILY'] });
    await calendar.insert(lunch);
    const full = await get(calendar, { ...WEEK, singleEvents: 'true' });
    expect(full.body['items']).toHaveLength(8);
    const syncToken = full.body['nextSyncToken'] ?? '';
    await calendar.insert({
      ...timed('2026-03-06T18:00:00Z', '2026-03-06T19:00:00Z'),
      id: 'march0',
    });
    await calendar.request('PATCH', `${EVENTS}/drill0`, { summary: 'Standing' });
    await calendar.request('PATCH', `${EVENTS}/lunch0`, {
      start: { dateTime: '2026-02-06T18:00:00Z' },
      end: { dateTime: '2026-02-06T19:00:00Z' },
    });
    const { body } = await get(calendar, { syncToken, singleEvents: 'true' });
    const items: Json[] = body['items'] ?? [];
    // Lunch left the window but was not cancelled, so it is told as it is now.
    expect(items.filter((item) => item['recurringEventId'] === undefined)).toMatchObject([
      { id: 'lunch0', status: 'confirmed', start: { dateTime: '2026-02-06T12:00:00-06:00' } },
    ]);
    expect(items.filter((item) => item['recurringEventId'] === 'drill0')).toHaveLength(7);
  });
});

describe('a mirror that pages and syncs', () => {
  it('takes up a single event that becomes a series, and back', async () => {
    const calendar = await connectedCalendar();
    const mirror = new Mirror(calendar, { singleEvents: 'true' });
    const { recurrence, ...single } = DAILY;
    await calendar.insert(single);
    await mirror.sync();
    await calendar.request('PATCH', `${EVENTS}/drill0`, { recurrence });
    await mirror.sync();
    expect(mirror.ids()).toHaveLength(4);
    expect(mirror.ids()).toEqual(await mirror.truth());
    await calendar.request('PATCH', `${EVENTS}/drill0`, { recurrence: [] });
    await mirror.sync();
    expect(mirror.ids()).toEqual(['drill0']);
  });
});
