import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT, connectedCalendar, reasonOf, timed } from '../../../test/sandbox.ts';
import { mergeSpans } from './freebusy.ts';

const JANUARY = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'] as const;

describe('mergeSpans', () => {
  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
      .map(([start, length]) => ({ start, end: start + length })),
    { maxLength: 12 },
  );
  const covered = (list: { start: number; end: number }[]) =>
    Array.from({ length: 80 }, (_, at) => list.some((span) => span.start <= at && at < span.end));

  it('covers what its input covers, in order, with gaps between', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const merged = mergeSpans(list);
        expect(covered(merged)).toEqual(covered(list));
        for (const [index, span] of merged.entries()) {
          expect(span.start).toBeLessThan(span.end);
          expect(span.start).toBeGreaterThan(merged[index - 1]?.end ?? -1);
        }
      }),
    );
  });
});

describe('freeBusy.query', () => {
  it('merges, clips and orders, in UTC', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(timed('2026-01-06T15:30:00Z', '2026-01-06T17:00:00Z'));
    await calendar.insert(timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z'));
    await calendar.insert(timed('2026-01-05T10:00:00Z', '2026-01-05T12:00:00Z'));
    expect(await calendar.busy('2026-01-05T11:00:00Z', '2026-01-06T16:30:00Z')).toEqual([
      ['2026-01-05T11:00:00Z', '2026-01-05T12:00:00Z'],
      ['2026-01-06T15:00:00Z', '2026-01-06T16:30:00Z'],
    ]);
  });

  it('leaves out the transparent, the declined, the cancelled and the empty', async () => {
    const calendar = await connectedCalendar();
    const at = ['2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z'] as const;
    await calendar.insert(timed(...at, { transparency: 'transparent' }));
    await calendar.insert(
      timed(...at, { attendees: [{ email: AGENT, responseStatus: 'declined' }] }),
    );
    await calendar.insert(timed(at[0], at[0]));
    const { body } = await calendar.insert(timed(...at));
    expect(await calendar.busy(...JANUARY)).toHaveLength(1);
    await calendar.request('DELETE', `/calendars/primary/events/${body['id']}`);
    expect(await calendar.busy(...JANUARY)).toEqual([]);
  });

  it('counts a tentative event, and one the account has not answered', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(
      timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z', { status: 'tentative' }),
    );
    await calendar.insert(
      timed('2026-01-07T15:00:00Z', '2026-01-07T16:00:00Z', { attendees: [{ email: AGENT }] }),
    );
    expect(await calendar.busy(...JANUARY)).toHaveLength(2);
  });

  it('takes a day for a day of the calendar’s zone', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert({ start: { date: '2026-03-08' }, end: { date: '2026-03-09' } });
    expect(await calendar.busy('2026-03-07T00:00:00Z', '2026-03-10T00:00:00Z')).toEqual([
      ['2026-03-08T06:00:00Z', '2026-03-09T05:00:00Z'],
    ]);
  });

  it('says unknown inside the answer, for a calendar the account does not see', async () => {
    const calendar = await connectedCalendar();
    const { status, body } = await calendar.request('POST', '/freeBusy', {
      timeMin: JANUARY[0],
      timeMax: JANUARY[1],
      items: [{ id: AGENT }, { id: 'agent2@example.com' }],
    });
    expect(status).toBe(200);
    expect(body['calendars']).toEqual({
      [AGENT]: { busy: [] },
      'agent2@example.com': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
    });
  });

  it('answers no calendar of more than fifty', async () => {
    const calendar = await connectedCalendar();
    const items = Array.from({ length: 51 }, (_, index) => ({
      id: index === 0 ? AGENT : `${index}@x.yz`,
    }));
    const { body } = await calendar.request('POST', '/freeBusy', {
      timeMin: JANUARY[0],
      timeMax: JANUARY[1],
      items,
    });
    expect(body['calendars']?.[AGENT]).toEqual({
      errors: [{ domain: 'calendar', reason: 'tooManyCalendarsRequested' }],
      busy: [],
    });
  });

  it.each([
    ['no begin', { timeMax: JANUARY[1] }, 'required'],
    ['an empty range', { timeMin: JANUARY[0], timeMax: JANUARY[0] }, 'timeRangeEmpty'],
    ['no offset', { timeMin: '2026-01-01T00:00:00', timeMax: JANUARY[1] }, 'badRequest'],
    [
      'more than 90 days',
      { timeMin: JANUARY[0], timeMax: '2026-04-01T01:00:00Z' },
      'timeRangeTooLong',
    ],
    ['no such zone', { timeMin: JANUARY[0], timeMax: JANUARY[1], timeZone: 'Nowhere' }, 'invalid'],
  ])('refuses %s', async (_name, body, reason) => {
    const calendar = await connectedCalendar();
    const answer = await calendar.request('POST', '/freeBusy', { items: [{ id: AGENT }], ...body });
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });
});
