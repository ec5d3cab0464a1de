import { describe, expect, it } from 'vitest';
import { connectedCalendar, reasonOf } from '../../../test/sandbox.ts';
import type { Json } from '../../../test/sandbox.ts';

const EVENTS = '/calendars/primary/events';
const MONDAYS = {
  id: 'series0',
  summary: 'Stand-up',
  start: { dateTime: '2026-03-02T09:00:00', timeZone: 'America/Chicago' },
  end: { dateTime: '2026-03-02T09:30:00', timeZone: 'America/Chicago' },
  recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=America/Chicago:20260316T090000'],
};
const starts = (items: Json[]) =>
  items.map((item) => item['start']?.['dateTime'] ?? item['start']?.['date']);
const expanded = { singleEvents: 'true', orderBy: 'startTime' };

async function withSeries(series: object = MONDAYS) {
  const calendar = await connectedCalendar();
  const answer = await calendar.insert(series);
  expect(answer.body).toHaveProperty('recurrence');
  return calendar;
}

describe('a recurring event', () => {
  it('keeps its wall clock over the change of the clocks', async () => {
    const calendar = await withSeries();
    expect(starts(await calendar.list(expanded))).toEqual([
      '2026-03-02T09:00:00-06:00',
      '2026-03-09T09:00:00-05:00',
      '2026-03-23T09:00:00-05:00',
    ]);
  });

  it('is one event unless single events are asked for', async () => {
    const calendar = await withSeries();
    const items = await calendar.list({
      timeMin: '2026-03-20T00:00:00Z',
      timeMax: '2026-04-20T00:00:00Z',
    });
    expect(items.map((item) => item['id'])).toEqual(['series0']);
    expect(await calendar.list({ timeMin: '2026-03-24T00:00:00Z' })).toEqual([]);
  });

  it('gives its instances ids made of their original start', async () => {
    const calendar = await withSeries();
    const [, second] = await calendar.list(expanded);
    expect(second).toMatchObject({
      id: 'series0_20260309T140000Z',
      recurringEventId: 'series0',
      originalStartTime: { dateTime: '2026-03-09T09:00:00-05:00' },
    });
    expect(second).not.toHaveProperty('recurrence');
    const got = await calendar.request('GET', `${EVENTS}/series0_20260309T140000Z`);
    expect(got.body).toEqual(second);
    for (const id of [
      'series0_20260316T140000Z',
      'series0_20260309',
      'series0_x',
      'series0_20269909T140000Z',
    ]) {
      expect((await calendar.request('GET', `${EVENTS}/${id}`)).status).toBe(404);
    }
  });

  it('lets one instance move, alone', async () => {
    const calendar = await withSeries();
    const moved = await calendar.request('PATCH', `${EVENTS}/series0_20260309T140000Z`, {
      start: { dateTime: '2026-03-10T12:00:00-05:00' },
      end: { dateTime: '2026-03-10T13:00:00-05:00' },
    });
    expect(moved.body).toMatchObject({
      recurringEventId: 'series0',
      originalStartTime: { dateTime: '2026-03-09T09:00:00-05:00' },
    });
    expect(starts(await calendar.list(expanded))).toEqual([
      '2026-03-02T09:00:00-06:00',
      '2026-03-10T12:00:00-05:00',
      '2026-03-23T09:00:00-05:00',
    ]);
    expect(await calendar.busy('2026-03-09T00:00:00Z', '2026-03-11T00:00:00Z')).toEqual([
      ['2026-03-10T17:00:00Z', '2026-03-10T18:00:00Z'],
    ]);
  });

  it('lets one instance go, alone, and tells so beside the unexpanded series', async () => {
    const calendar = await withSeries();
    const path = `${EVENTS}/series0_20260309T140000Z`;
    expect((await calendar.request('DELETE', path)).status).toBe(204);
    expect((await calendar.request('DELETE', path)).status).toBe(410);
    expect(await calendar.list(expanded)).toHaveLength(2);
    const [series, exception] = await calendar.list();
    expect(series?.['id']).toBe('series0');
    expect(Object.keys(exception ?? {}).toSorted()).toEqual([
      'etag',
      'id',
      'kind',
      'originalStartTime',
      'recurringEventId',
      'status',
    ]);
  });

  it('ends with all its instances', async () => {
    const calendar = await withSeries();
    await calendar.request('DELETE', `${EVENTS}/series0_20260302T150000Z`);
    await calendar.request('PATCH', `${EVENTS}/series0_20260309T140000Z`, { summary: 'Changed' });
    await calendar.request('DELETE', `${EVENTS}/series0`);
    expect(await calendar.list()).toEqual([]);
    expect(await calendar.list(expanded)).toEqual([]);
    expect(await calendar.busy('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual([]);
  });

  it('forgets exceptions of occurrences it no longer has', async () => {
    const calendar = await withSeries();
    await calendar.request('PATCH', `${EVENTS}/series0_20260309T140000Z`, { summary: 'Changed' });
    await calendar.request('PATCH', `${EVENTS}/series0`, {
      start: { dateTime: '2026-03-03T11:00:00', timeZone: 'America/Chicago' },
      end: { dateTime: '2026-03-03T11:30:00', timeZone: 'America/Chicago' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    });
    expect(starts(await calendar.list(expanded))).toEqual([
      '2026-03-03T11:00:00-06:00',
      '2026-03-10T11:00:00-05:00',
    ]);
  });

  it('has its instances listed on their own', async () => {
    const calendar = await withSeries();
    await calendar.insert({ start: { date: '2026-03-02' }, end: { date: '2026-03-03' } });
    const { body } = await calendar.request(
      'GET',
      `${EVENTS}/series0/instances?timeMin=2026-03-05T00:00:00Z`,
    );
    expect(starts(body['items'] ?? [])).toEqual([
      '2026-03-09T09:00:00-05:00',
      '2026-03-23T09:00:00-05:00',
    ]);
  });

  it('may be all-day, with dates added and left out', async () => {
    const calendar = await withSeries({
      id: 'closed0',
      start: { date: '2026-01-05' },
      end: { date: '2026-01-06' },
      recurrence: [
        'RRULE:FREQ=DAILY;UNTIL=20260107',
        'EXDATE;VALUE=DATE:20260106',
        'RDATE;VALUE=DATE:20260120',
      ],
    });
    const items = await calendar.list(expanded);
    expect(items.map((item) => item['id'])).toEqual([
      'closed0_20260105',
      'closed0_20260107',
      'closed0_20260120',
    ]);
    expect(await calendar.busy('2026-01-05T00:00:00Z', '2026-01-10T00:00:00Z')).toEqual([
      ['2026-01-05T06:00:00Z', '2026-01-06T06:00:00Z'],
      ['2026-01-07T06:00:00Z', '2026-01-08T06:00:00Z'],
    ]);
  });

  it('without an end is expanded only so far', async () => {
    const calendar = await withSeries({ ...MONDAYS, recurrence: ['RRULE:FREQ=DAILY'] });
    const items = await calendar.list({ ...expanded, maxResults: '2500' });
    expect(items).toHaveLength(730);
  });

  it.each([
    ['FREQ=DAILY'],
    ['RRULE:FREQ=NOPE'],
    ['RRULE:FREQ=WEEKLY;BYDAY=XX'],
    ['DTSTART:20260101T000000Z'],
    ['EXDATE:someday'],
  ])('refuses the rule %s', async (rule) => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert({ ...MONDAYS, recurrence: [rule] });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
  });
});
