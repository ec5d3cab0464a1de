import { describe, expect, it } from 'vitest';
import { connectedCalendar, reasonOf, timed } from '../../test/sandbox.ts';
import { applyFieldMask, parseFieldMask } from './partial-response.ts';

describe('a field mask', () => {
  it('reads lists, groups, paths and stars', () => {
    expect(parseFieldMask('items(id,start/dateTime), nextPageToken,a/*')).toEqual({
      items: { id: {}, start: { dateTime: {} } },
      nextPageToken: {},
      a: { '*': {} },
    });
  });

  it('keeps what it names, through lists', () => {
    const value = { items: [{ id: 1, etag: 2, start: { date: 3, timeZone: 4 } }], kind: 5 };
    const mask = parseFieldMask('items(id,start/date)');
    expect(applyFieldMask(value, mask)).toEqual({ items: [{ id: 1, start: { date: 3 } }] });
    expect(applyFieldMask(value, parseFieldMask('*/etag'))).toEqual({
      items: [{ etag: 2 }],
      kind: 5,
    });
  });

  it('shapes an answer and never an error', async () => {
    const calendar = await connectedCalendar();
    const path = '/calendars/primary/events';
    await calendar.insert(timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z', { id: 'tour0' }));
    const list = await calendar.request('GET', `${path}?fields=items(id,status)`);
    expect(list.body).toEqual({ items: [{ id: 'tour0', status: 'confirmed' }] });
    const missing = await calendar.request('GET', `${path}/nothing?fields=id`);
    expect(reasonOf(missing)).toBe('notFound');
    for (const fields of ['items(id', 'items)', ',', 'a b!']) {
      const answer = await calendar.request('GET', `${path}?fields=${encodeURIComponent(fields)}`);
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
    }
  });
});
