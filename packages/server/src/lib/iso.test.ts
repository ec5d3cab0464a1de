import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_TEXT, dateText, instantText, parseDate, parseInstant, parseMinute } from './iso.ts';

const anyInstant = fc.integer({
  min: Date.parse('0001-01-01T00:00:00Z'),
  max: Date.parse('9999-12-31T23:59:59Z'),
});

describe('instants', () => {
  it('are read as Temporal reads them, in every common spelling', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -1439, max: 1439 }), (ms, offset) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(ms);
        const seconds = Math.floor(ms / 1000) * 1000;
        const sign = offset < 0 ? '-' : '+';
        const timeZone = `${sign}${MINUTE_TEXT[Math.abs(offset)] ?? ''}`;
        expect(parseInstant(instant.toString({ fractionalSecondDigits: 3 }))).toBe(ms);
        expect(parseInstant(instant.toString({ fractionalSecondDigits: 0 }))).toBe(seconds);
        fc.pre(instant.toZonedDateTimeISO(timeZone).year >= 0);
        fc.pre(instant.toZonedDateTimeISO(timeZone).year <= 9999);
        expect(parseInstant(instant.toString({ timeZone, fractionalSecondDigits: 0 }))).toBe(
          seconds,
        );
      }),
    );
  });

  it('are written as Temporal writes them', () => {
    fc.assert(
      fc.property(anyInstant, (ms) => {
        const minute = Math.floor(ms / 60_000) * 60_000;
        for (const instant of [ms, minute]) {
          const text = Temporal.Instant.fromEpochMilliseconds(instant).toString();
          expect(instantText(instant)).toBe(text);
        }
      }),
    );
  });

  it.each(['2026-01-27T09:00Z', '20260127T090000Z', '2026-01-27T09:00:00.000000Z'])(
    'rarer spellings are read too: %s',
    (text) => {
      expect(parseInstant(text)).toBe(Date.parse('2026-01-27T09:00:00Z'));
    },
  );

  it.each([
    '',
    'now',
    '2026-01-27',
    '2026-01-27T09:00:00',
    '2026-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-01-27T24:00:00Z',
    '2026-01-27T09:60:00Z',
    '2026-01-27T09:00:0xZ',
    '2026-01-27T09:00:00+24:00',
    '2026-01-27T09:00:00.12xZ',
    '2026/01/27T09:00:00Z',
    '1769504400000',
  ])('throw RangeError for any other text: %s', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });
});

describe('dates', () => {
  it('are the same after parsing and writing, for every day of eight centuries', () => {
    let date = Temporal.PlainDate.from('1600-01-01');
    for (let day = parseDate('1600-01-01'); date.year < 2400; day++) {
      const text = date.toString();
      if (dateText(day) !== text || parseDate(text) !== day) expect([day, text]).toBeNull();
      date = date.add({ days: 1 });
    }
  });

  it.each(['2026-1-27', '2026-02-30', '1900-02-29', '2026-00-10', '2026-01-27T', '20260127'])(
    'throw RangeError for any other text: %s',
    (text) => {
      expect(() => parseDate(text)).toThrow(RangeError);
    },
  );
});

describe('times of day', () => {
  it('are minutes from midnight, the end of the day included', () => {
    expect(['00:00', '09:30', '23:59', '24:00'].map(parseMinute)).toEqual([0, 570, 1439, 1440]);
  });

  it.each(['24:01', '9:00', '09:60', '09-00', 'noon', '09:00:00'])(
    'throw RangeError for any other text: %s',
    (text) => {
      expect(() => parseMinute(text)).toThrow(RangeError);
    },
  );
});
