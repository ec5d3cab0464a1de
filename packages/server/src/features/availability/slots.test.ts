import { describe, expect, it } from 'vitest';
import { agent, at, everyDay, question } from '../../../test/slot-question.ts';
import { type SlotQuery, checkSlot, generateSlots } from './slots.ts';

/** The answer as text: `date: free times, (taken times)`. */
const written = (query: SlotQuery) =>
  generateSlots(query).map((day) => {
    const times = day.slots.map((slot) => (slot.available ? slot.time : `(${slot.time})`));
    return `${day.date}: ${times.join(' ')}`;
  });

describe('the grid', () => {
  it('begins when the property opens, and has every tour that ends by closing time', () => {
    expect(written(question({ hours: everyDay('09:10', '11:00') }))).toEqual([
      '2026-01-27: 09:10 09:40 10:10',
    ]);
  });

  it('restarts at each range', () => {
    const hours = {
      tue: [
        { start: '14:05', end: '15:10' },
        { start: '09:00', end: '10:20' },
      ],
    };
    expect(written(question({ hours }))).toEqual(['2026-01-27: 09:00 09:30 14:05 14:35']);
  });

  it('continues through overlapping ranges, but restarts where ranges touch', () => {
    const overlapping = {
      tue: [
        { start: '09:00', end: '10:10' },
        { start: '10:05', end: '11:00' },
      ],
    };
    expect(written(question({ hours: overlapping }))).toEqual([
      '2026-01-27: 09:00 09:30 10:00 10:30',
    ]);
    const touching = {
      tue: [
        { start: '09:00', end: '10:10' },
        { start: '10:10', end: '11:00' },
      ],
    };
    expect(written(question({ hours: touching }))).toEqual(['2026-01-27: 09:00 09:30 10:10']);
  });

  it('may be finer than a tour is long', () => {
    const rules = { hours: everyDay('09:00', '10:30'), durationMinutes: 60, intervalMinutes: 15 };
    expect(written(question(rules))).toEqual(['2026-01-27: 09:00 09:15 09:30']);
  });

  it('gives each time as wall clock and as instant', () => {
    expect(generateSlots(question({ hours: everyDay('23:30', '24:00') }))).toEqual([
      {
        date: '2026-01-27',
        slots: [{ time: '23:30', startsAt: '2026-01-28T05:30:00Z', available: true }],
      },
    ]);
  });
});

describe('dates', () => {
  it('run from today, in the property zone, to the horizon', () => {
    const rules = { hours: everyDay('09:00', '09:30'), horizonDays: 2 };
    // Still the 26th in Chicago.
    const query = question(rules, [agent()], '2026-01-27T05:59:00Z');
    expect(written(query)).toEqual(['2026-01-26: (09:00)', '2026-01-27: 09:00']);
  });

  it('are left out when closed, by weekday or by override; the last override of a date holds', () => {
    const rules = {
      hours: { tue: [{ start: '09:00', end: '09:30' }], thu: [{ start: '09:00', end: '09:30' }] },
      overrides: [
        { date: '2026-01-28', ranges: [] },
        { date: '2026-01-28', ranges: [{ start: '17:00', end: '18:00' }] },
        { date: '2026-01-29', ranges: [] },
      ],
      horizonDays: 5,
    };
    expect(written(question(rules))).toEqual(['2026-01-27: 09:00', '2026-01-28: 17:00 17:30']);
  });

  it('can be asked for in part, but not before today or past the horizon', () => {
    const rules = { hours: everyDay('09:00', '09:30'), horizonDays: 4 };
    const dates = (from: string, days: number) =>
      generateSlots({ ...question(rules), from, days }).map((day) => day.date.slice(8));
    expect(dates('2026-01-28', 2)).toEqual(['28', '29']);
    expect(dates('2026-01-25', 4)).toEqual(['27', '28']);
    expect(dates('2026-01-30', 30)).toEqual(['30']);
    expect(dates('2026-03-01', 1)).toEqual([]);
  });
});

describe('changes of the clock', () => {
  const smallHours = { hours: everyDay('01:00', '03:30') };

  it('spring: a wall time that does not exist is not offered', () => {
    const query = question(smallHours, [agent()], '2026-03-08T06:00:00Z');
    expect(generateSlots(query)[0]?.slots.map((slot) => [slot.time, slot.startsAt])).toEqual([
      ['01:00', '2026-03-08T07:00:00Z'],
      ['01:30', '2026-03-08T07:30:00Z'],
      ['03:00', '2026-03-08T08:00:00Z'],
    ]);
  });

  it('autumn: a wall time that occurs twice is offered once, the first time', () => {
    const query = question(smallHours, [agent()], '2026-11-01T05:00:00Z');
    expect(generateSlots(query)[0]?.slots.map((slot) => [slot.time, slot.startsAt])).toEqual([
      ['01:00', '2026-11-01T06:00:00Z'],
      ['01:30', '2026-11-01T06:30:00Z'],
      ['02:00', '2026-11-01T08:00:00Z'],
      ['02:30', '2026-11-01T08:30:00Z'],
      ['03:00', '2026-11-01T09:00:00Z'],
    ]);
    const secondTime = checkSlot(query, '2026-11-01T07:30:00Z');
    expect(secondTime).toEqual({ offered: false, reason: 'off_grid' });
  });

  it('a tour takes elapsed time, also over a change of the clock', () => {
    const rules = { hours: everyDay('01:00', '03:30'), durationMinutes: 90 };
    const times = (now: string) => written(question(rules, [agent()], now))[0];
    // On 8 March it is open for 1.5 h of real time; on 1 November for 3.5 h, since it opens at the first 01:00.
    expect(times('2026-03-08T06:00:00Z')).toBe('2026-03-08: 01:00');
    expect(times('2026-11-01T05:00:00Z')).toBe('2026-11-01: 01:00 01:30 02:00');
  });

  it('if the closing time is skipped, the property closes when the clock jumps', () => {
    const rules = { hours: everyDay('01:00', '02:30') };
    expect(written(question(rules, [agent()], '2026-03-08T06:00:00Z'))).toEqual([
      '2026-03-08: 01:00 01:30',
    ]);
  });

  it('a date that does not exist has no times', () => {
    const rules = {
      timezone: 'Pacific/Apia',
      hours: everyDay('22:00', '24:00'),
      intervalMinutes: 60,
      horizonDays: 3,
    };
    // Samoa went from 29 to 31 December 2011.
    expect(written(question(rules, [agent()], '2011-12-29T20:00:00Z'))).toEqual([
      '2011-12-29: 22:00 23:00',
      '2011-12-31: 22:00 23:00',
    ]);
  });

  it('Lord Howe changes by half an hour', () => {
    const rules = { timezone: 'Australia/Lord_Howe', hours: everyDay('01:30', '03:00') };
    expect(written(question(rules, [agent()], '2026-10-03T14:00:00Z'))).toEqual([
      '2026-10-04: 01:30 02:30',
    ]);
  });
});

describe('notice', () => {
  it('lists times that are past or too soon as not available', () => {
    // 09:31 in Chicago.
    const query = question({ noticeMinutes: 59 }, [agent()], '2026-01-27T15:31:00Z');
    expect(written(query)).toEqual(['2026-01-27: (09:00) (09:30) (10:00) 10:30 11:00 11:30']);
  });
});

describe('busy time', () => {
  const busy = (...intervals: ReturnType<typeof at>[]) => [agent({ busy: intervals })];

  it('removes tours that it overlaps, but not tours that it touches', () => {
    expect(written(question({}, busy(at('10:00', '10:31'))))).toEqual([
      '2026-01-27: 09:00 09:30 (10:00) (10:30) 11:00 11:30',
    ]);
  });

  it('has a buffer on both sides; a gap of exactly the buffer is enough', () => {
    expect(written(question({ bufferMinutes: 15 }, busy(at('10:15', '10:45'))))).toEqual([
      '2026-01-27: 09:00 09:30 (10:00) (10:30) 11:00 11:30',
    ]);
    expect(written(question({ bufferMinutes: 16 }, busy(at('10:15', '10:45'))))).toEqual([
      '2026-01-27: 09:00 (09:30) (10:00) (10:30) (11:00) 11:30',
    ]);
  });

  it('lets the buffer lie outside opening hours', () => {
    const query = question({ bufferMinutes: 15 }, busy(at('08:00', '08:45'), at('12:15', '13:00')));
    expect(written(query)).toEqual(['2026-01-27: 09:00 09:30 10:00 10:30 11:00 11:30']);
  });

  it('of zero length removes only tours around it', () => {
    expect(written(question({}, busy(at('10:00', '10:00'), at('11:10', '11:10'))))).toEqual([
      '2026-01-27: 09:00 09:30 10:00 10:30 (11:00) 11:30',
    ]);
    expect(written(question({ bufferMinutes: 15 }, busy(at('10:00', '10:00'))))).toEqual([
      '2026-01-27: 09:00 (09:30) (10:00) 10:30 11:00 11:30',
    ]);
  });

  it('may come in any order, overlap, and be written in any zone', () => {
    const query = question({}, [
      agent({
        busy: [
          { startsAt: '2026-01-27T17:30:00.000Z', endsAt: '2026-01-27T18:00Z' },
          { startsAt: '2026-01-28T00:00:00+09:00', endsAt: '2026-01-28T01:00:00+09:00' },
          at('09:15', '09:30'),
        ],
      }),
    ]);
    expect(written(query)).toEqual(['2026-01-27: (09:00) (09:30) 10:00 10:30 11:00 (11:30)']);
  });
});

describe('our own tours', () => {
  it('have one buffer between them', () => {
    const rules = { bufferMinutes: 15, intervalMinutes: 15 };
    const tours = [{ ...at('10:00', '10:30'), here: true }];
    expect(written(question(rules, [agent({ tours })]))).toEqual([
      '2026-01-27: 09:00 09:15 (09:30) (09:45) (10:00) (10:15) (10:30) 10:45 11:00 11:15 11:30',
    ]);
  });

  it('block their agent, at any property', () => {
    const tours = [{ ...at('10:00', '10:30'), here: false }];
    expect(written(question({}, [agent({ tours })]))).toEqual([
      '2026-01-27: 09:00 09:30 (10:00) 10:30 11:00 11:30',
    ]);
  });

  it('fill a day up to a cap: the agent’s counts all tours, the property’s those here', () => {
    const tours = [
      { ...at('15:00', '15:30'), here: true },
      { ...at('16:00', '16:30'), here: false },
    ];
    const hours = everyDay('09:00', '10:00');
    const free = ['2026-01-27: 09:00 09:30'];
    const full = ['2026-01-27: (09:00) (09:30)'];
    expect(written(question({ hours }, [agent({ tours, dailyCap: 3 })]))).toEqual(free);
    expect(written(question({ hours }, [agent({ tours, dailyCap: 2 })]))).toEqual(full);
    expect(written(question({ hours, dailyCap: 2 }, [agent({ tours })]))).toEqual(free);
    expect(written(question({ hours, dailyCap: 1 }, [agent({ tours })]))).toEqual(full);
    const other = agent({ id: 'ben' });
    expect(written(question({ hours, dailyCap: 1 }, [agent({ tours }), other]))).toEqual(full);
  });

  it('count on the local date they start on', () => {
    // 23:30 on the 26th in Chicago.
    const late = { startsAt: '2026-01-27T05:30:00Z', endsAt: '2026-01-27T06:30:00Z', here: true };
    expect(written(question({ dailyCap: 1 }, [agent({ tours: [late] })]))).toEqual([
      '2026-01-27: 09:00 09:30 10:00 10:30 11:00 11:30',
    ]);
  });
});

describe('agents', () => {
  it('a time is free when one of them can take it', () => {
    const ana = agent({ id: 'ana', busy: [at('09:00', '11:00')] });
    const ben = agent({ id: 'ben', busy: [at('10:30', '12:00')] });
    const query = question({}, [ana, ben]);
    expect(written(query)).toEqual(['2026-01-27: 09:00 09:30 10:00 (10:30) 11:00 11:30']);
    expect(checkSlot(query, String(at('11:00', '').startsAt))).toEqual({
      offered: true,
      agentIds: ['ana'],
    });
  });

  it('without agents nothing is free', () => {
    expect(written(question({ hours: everyDay('09:00', '10:00') }, []))).toEqual([
      '2026-01-27: (09:00) (09:30)',
    ]);
  });

  it('their hours only filter the grid of the property; touching ranges are one', () => {
    const hours = {
      tue: [
        { start: '09:10', end: '10:15' },
        { start: '10:15', end: '11:29' },
      ],
    };
    expect(written(question({}, [agent({ hours })]))).toEqual([
      '2026-01-27: (09:00) 09:30 10:00 10:30 (11:00) (11:30)',
    ]);
  });

  it('their overrides apply with or without hours of their own', () => {
    const overrides = [{ date: '2026-01-27', ranges: [] }];
    const rules = { hours: everyDay('09:00', '09:30'), horizonDays: 2 };
    expect(written(question(rules, [agent({ overrides })]))).toEqual([
      '2026-01-27: (09:00)',
      '2026-01-28: 09:00',
    ]);
  });
});

describe('checkSlot', () => {
  const check = (startsAt: string) => checkSlot(question({ noticeMinutes: 600 }), startsAt);

  it.each([
    ['a time of the grid', '2026-01-27T16:30:00Z', { offered: true, agentIds: ['ana'] }],
    ['with an offset', '2026-01-27T10:30:00-06:00', { offered: true, agentIds: ['ana'] }],
    ['too soon', '2026-01-27T15:30:00Z', { offered: false, reason: 'inside_notice' }],
    ['long past', '2025-01-27T15:30:00Z', { offered: false, reason: 'inside_notice' }],
    ['beyond the horizon', '2026-01-28T15:30:00Z', { offered: false, reason: 'past_horizon' }],
    ['outside opening hours', '2026-01-27T18:00:00Z', { offered: false, reason: 'closed' }],
    ['between two times', '2026-01-27T16:31:00Z', { offered: false, reason: 'off_grid' }],
    ['a second off', '2026-01-27T16:30:01Z', { offered: false, reason: 'off_grid' }],
    ['ending after closing', '2026-01-27T17:45:00Z', { offered: false, reason: 'off_grid' }],
    ['no instant', '2026-01-27T16:30:00', { offered: false, reason: 'malformed' }],
    ['a date that does not exist', '2026-02-30T16:30:00Z', { offered: false, reason: 'malformed' }],
    ['nonsense', 'tomorrow', { offered: false, reason: 'malformed' }],
  ])('%s: %s', (_what, startsAt, answer) => {
    expect(check(startsAt)).toEqual(answer);
  });

  it('a taken time is offered, without agents', () => {
    const busy = [at('10:00', '10:30')];
    const taken = checkSlot(question({}, [agent({ busy })]), '2026-01-27T16:00:00Z');
    expect(taken).toEqual({ offered: true, agentIds: [] });
  });
});

describe('a malformed question throws RangeError', () => {
  it.each<[string, SlotQuery]>([
    ['zone', question({ timezone: 'America/Springfield' })],
    ['time of day', question({ hours: everyDay('9:00', '12:00') })],
    ['backward hours', question({ hours: everyDay('12:00', '09:00') })],
    ['override date', question({ overrides: [{ date: '2026-02-30', ranges: [] }] })],
    ['interval', question({ intervalMinutes: 0 })],
    ['duration', question({ durationMinutes: 0.5 })],
    ['now', question({}, [agent()], '2026-01-27 06:00')],
    ['from', { ...question(), from: '27.1.2026' }],
    ['busy', question({}, [agent({ busy: [{ startsAt: 'x', endsAt: 'y' }] })])],
  ])('%s', (_what, query) => {
    expect(() => generateSlots(query)).toThrow(RangeError);
  });
});
