import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT, runSandbox, timed } from '../../test/sandbox.ts';
import { placeInColumns, placeInLanes } from './static/week/columns.js';
import { bodyOf, draftOf, onSeries } from './static/editor/draft.js';
import { cutIntoDays } from './static/week/segments.js';
import { addMinutes, minutesBetween, rangeText, startOfWeek, wallOf } from './static/zone.js';

const CHICAGO = 'America/Chicago';
const span = fc
  .tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 300 }))
  .map(([start, length]) => ({ start, end: start + length }));

describe('placing events', () => {
  it('puts overlapping ones into different columns, all within their group', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 15 }), (items) => {
        const places = placeInColumns(items);
        for (const a of items) {
          const place = places.get(a);
          expect(place?.column).toBeLessThan(place?.columns ?? 0);
          for (const b of items) {
            if (a === b || a.end <= b.start || b.end <= a.start) continue;
            expect(places.get(b)?.column).not.toBe(place?.column);
            expect(places.get(b)?.columns).toBe(place?.columns);
          }
        }
      }),
    );
  });

  it('gives an event alone the whole width', () => {
    const items = [
      { start: 0, end: 60 },
      { start: 60, end: 90 },
    ];
    expect([...placeInColumns(items).values()]).toEqual([
      { column: 0, columns: 1 },
      { column: 0, columns: 1 },
    ]);
  });

  it('keeps bars that share a day out of each other’s lane', () => {
    const bars = [
      { from: 0, to: 2 },
      { from: 1, to: 3 },
      { from: 2, to: 4 },
    ];
    expect([...placeInLanes(bars).values()]).toEqual([0, 1, 0]);
  });
});

describe('cutting a week into days', () => {
  const cut = (event: object) => cutIntoDays([event], '2026-01-04', 7, CHICAGO);

  it('draws an event in its day of the calendar’s zone', () => {
    const { segments } = cut(timed('2026-01-06T03:00:00Z', '2026-01-06T04:00:00Z'));
    expect(segments).toMatchObject([{ day: 1, start: 21 * 60, end: 22 * 60, whole: true }]);
  });

  it('draws one over midnight in both days, and none in a day that it only touches', () => {
    const over = cut(timed('2026-01-06T05:00:00Z', '2026-01-06T07:00:00Z')).segments;
    expect(over).toMatchObject([
      { day: 1, start: 1380, end: 1440, whole: false },
      { day: 2, start: 0, end: 60, whole: false },
    ]);
    expect(cut(timed('2026-01-06T05:00:00Z', '2026-01-06T06:00:00Z')).segments).toHaveLength(1);
  });

  it('draws days as bars, cut to the week', () => {
    const { bars } = cut({ start: { date: '2026-01-02' }, end: { date: '2026-01-06' } });
    expect(bars).toMatchObject([{ from: 0, to: 2 }]);
    expect(cut({ start: { date: '2026-01-02' }, end: { date: '2026-01-04' } }).bars).toEqual([]);
  });
});

describe('the wall clock', () => {
  it('adds and counts minutes over midnight, as inverses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: -9999, max: 9999 }),
        (minutes, by) => {
          const wall = { date: '2026-03-01', minutes };
          expect(minutesBetween(wall, addMinutes(wall, by))).toBe(by);
        },
      ),
    );
  });

  it('reads the zone, and begins weeks on Sunday', () => {
    expect(wallOf(Date.parse('2026-03-08T08:30:00Z'), CHICAGO)).toEqual({
      date: '2026-03-08',
      minutes: 210,
    });
    expect(startOfWeek('2026-01-10')).toBe('2026-01-04');
    expect(startOfWeek('2026-01-04')).toBe('2026-01-04');
  });

  it('says AM or PM once where it can', () => {
    expect(rangeText(540, 570)).toBe('9 – 9:30 AM');
    expect(rangeText(660, 720)).toBe('11 AM – 12 PM');
  });
});

describe('the editor’s drafts', () => {
  const zone = CHICAGO;
  const event = timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z');

  it('shows a last day and writes the day after', () => {
    const draft = draftOf({ start: { date: '2026-01-06' }, end: { date: '2026-01-08' } }, zone);
    expect(draft.end.date).toBe('2026-01-07');
    expect(bodyOf(draft, zone).end).toMatchObject({ date: '2026-01-08', dateTime: null });
  });

  it('moves a series by as much as its instance was moved', () => {
    const before = draftOf(event, zone);
    const after = {
      ...before,
      start: { date: '2026-01-07', minutes: 600 },
      end: { date: '2026-01-07', minutes: 690 },
    };
    const series = draftOf(timed('2026-01-02T15:00:00Z', '2026-01-02T16:00:00Z'), zone);
    expect(onSeries(before, after, series)).toMatchObject({
      start: { date: '2026-01-03', minutes: 600 },
      end: { date: '2026-01-03', minutes: 690 },
    });
  });

  it('writes what the sandbox accepts, and reads back', async () => {
    const sandbox = await runSandbox();
    const path = `/_control/google/events?account=${AGENT}`;
    const draft = draftOf(event, zone);
    const added = (await sandbox.json('POST', path, bodyOf(draft, zone))).body;
    expect(draftOf(JSON.parse(JSON.stringify(added)), zone)).toEqual(draft);
    const days = { ...draft, allDay: true, free: true };
    const changed = await sandbox.json(
      'PATCH',
      path.replace('?', `/${added['id']}?`),
      bodyOf(days, zone),
    );
    expect(changed.status).toBe(200);
    expect(changed.body['start']).toEqual({ date: '2026-01-06' });
  });
});

describe('the page over HTTP', () => {
  it.each(['/', '/calendar?account=agent@example.com'])('is served at %s', async (path) => {
    const sandbox = await runSandbox();
    const page = await sandbox.send('GET', path);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(String(page.body)).toContain('This is not Google');
    const files = [...String(page.body).matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)];
    expect(files.length).toBeGreaterThan(4);
    for (const [, file] of files) expect((await sandbox.send('GET', file ?? '')).status).toBe(200);
  });

  it.each(['/page/..%2f..%2fmain.ts', '/page/page-routes.ts', '/page/static', '/page/editor'])(
    'has nothing at %s',
    async (path) => {
      const sandbox = await runSandbox();
      expect((await sandbox.send('GET', path)).status).toBe(404);
    },
  );

  it('hears of changes while it is open', async () => {
    const sandbox = await runSandbox();
    const response = await fetch(`${sandbox.url}/_control/changes`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('event: change');
    await sandbox.json(
      'POST',
      `/_control/google/events?account=${AGENT}`,
      timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z'),
    );
    expect((await reader?.read())?.value).toContain('data: 2');
    await reader?.cancel();
  });
});
