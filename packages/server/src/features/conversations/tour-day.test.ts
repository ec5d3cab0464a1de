import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days } from '../../../test/tour-day-phrases.ts';
import { resolveDay } from './tour-date.ts';
import { detectIntent } from './tour-intent.ts';

/** Reads a visitor's words on a given day, as answer-message.ts does. */
function dayIn(text: string, today: string): string | null {
  const intent = detectIntent(text);
  if (intent?.kind !== 'tour') return null;
  return resolveDay(intent.days, today);
}

describe('the day that is said', () => {
  for (const [kind, phrases] of Object.entries(days)) {
    describe(kind, () => {
      for (const [text, date] of phrases) {
        it(`“${text}” → ${date}`, () => expect(dayIn(text, '2026-01-30')).toBe(date));
      }
    });
  }

  it.each<[string, string, string | null]>([
    ['tour on February 29', '2028-01-30', '2028-02-29'],
    ['tour on January 5', '2026-12-20', '2027-01-05'],
    ['tour on the 31st', '2026-02-10', null],
    ['tour on the 5th', '2026-01-05', '2026-01-05'],
    ['tour on Tuesday next week', '2026-02-02', '2026-02-10'],
    // On a Sunday, people disagree which week is the next one.
    ['tour on Tuesday next week', '2026-02-01', null],
    ['next Friday', '2026-02-01', null],
    ['next Friday', '2026-02-05', '2026-02-13'],
    ['next Friday', '2026-02-07', '2026-02-13'],
    ['any day this week but Saturday', '2026-01-30', null],
  ])('“%s” on %s is %s', (text, today, date) => expect(dayIn(text, today)).toBe(date));
});

const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const aWeekday = fc.integer({ min: 0, max: 6 });
const aDay = fc
  .integer({ min: 0, max: 2000 })
  .map((days) => Temporal.PlainDate.from('2025-12-28').add({ days }));
const inDays = (today: Temporal.PlainDate, date: string): number =>
  today.until(Temporal.PlainDate.from(date)).days;

/** A test for random weekdays, said on random days. */
const always = (check: (weekday: number, today: Temporal.PlainDate) => void) => () => {
  fc.assert(fc.property(aWeekday, aDay, check), { numRuns: 300 });
};

describe('for every weekday, said on every day', () => {
  const say = (text: string, today: Temporal.PlainDate) => dayIn(text, today.toString());
  const isA = (date: string) => Temporal.PlainDate.from(date).dayOfWeek % 7;

  it(
    'the weekday alone is the next one; said on that weekday, it is no date',
    always((weekday, today) => {
      const found = say(`can I tour on ${names[weekday]}?`, today);
      const ahead = (weekday - (today.dayOfWeek % 7) + 7) % 7;
      expect(found && inDays(today, found)).toBe(ahead || null);
    }),
  );

  it(
    '“coming” is a date in the next seven days, never today',
    always((weekday, today) => {
      const ahead = inDays(today, say(`this coming ${names[weekday]}`, today) ?? '');
      expect(ahead).toBe((weekday - (today.dayOfWeek % 7) + 7) % 7 || 7);
    }),
  );

  it(
    '“next” is neither today nor tomorrow, and is a date only if all people agree',
    always((weekday, today) => {
      const found = say(`next ${names[weekday]}`, today);
      if (!found) return;
      expect(isA(found)).toBe(weekday);
      const ahead = inDays(today, found);
      expect(ahead).toBeGreaterThan(1);
      // Then the nearer one is tomorrow, which nobody calls "next".
      if (ahead > 7) expect(ahead).toBe(8);
    }),
  );

  it(
    '“a week from” a weekday is seven days after it',
    always((weekday, today) => {
      const plain = say(`can I tour on ${names[weekday]}?`, today);
      const later = plain && Temporal.PlainDate.from(plain).add({ days: 7 }).toString();
      expect(say(`can I tour a week from ${names[weekday]}`, today)).toBe(later);
    }),
  );

  it(
    'there is no date if two days are named, or the day is only bounded or excluded',
    always((weekday, today) => {
      const [one, other] = [names[weekday], names[(weekday + 3) % 7]];
      const texts = [`${one} or ${other}`, `from ${one} to ${other}`, `not ${one}`, `after ${one}`];
      texts.push(
        `any day but ${one}`,
        `before ${one}`,
        `every ${one}`,
        `${one} or ${one} next week`,
      );
      for (const text of texts) expect(say(`can I tour ${text}`, today), text).toBe(null);
    }),
  );

  it(
    'the date is the other day if one is excluded',
    always((weekday, today) => {
      const [one, other] = [names[weekday], names[(weekday + 3) % 7]];
      const plain = say(`can I tour on ${other}`, today);
      expect(say(`can I tour on ${other}, not ${one}`, today)).toBe(plain);
      expect(say(`I can't do ${one}, but ${other} works`, today)).toBe(plain);
    }),
  );
});

describe('a date in any spelling', () => {
  it('is read, with or without its weekday, but not with another weekday', () => {
    const ahead = fc.integer({ min: 1, max: 180 });
    const check = (today: Temporal.PlainDate, days: number) => {
      const date = today.add({ days });
      const weekday = names[date.dayOfWeek % 7];
      const month = date.toLocaleString('en-US', { month: 'long' });
      const texts = [
        `${month} ${date.day}`,
        `${date.day} ${month}`,
        `the ${date.day}th of ${month}`,
        `${weekday}, ${month} ${date.day}, ${date.year}`,
        `on ${date.month}/${date.day}`,
        `${weekday} ${date.month}/${date.day}`,
        date.toString(),
      ];
      for (const text of texts) {
        expect(dayIn(`tour ${text}`, today.toString()), text).toBe(date.toString());
      }
      const wrong = names[(date.dayOfWeek + 1) % 7];
      const past = `tour ${month} ${date.day}, ${date.year - 1}`;
      for (const text of [`tour ${wrong} ${month} ${date.day}`, past]) {
        expect(dayIn(text, today.toString()), text).toBe(null);
      }
      // The number of a unit is no date.
      const unit = `tour unit ${date.month}/${date.day}`;
      expect(dayIn(unit, today.toString()), unit).toBe(null);
    };
    fc.assert(fc.property(aDay, ahead, check), { numRuns: 200 });
  });

  it('is never in the past', () => {
    const words = fc.constantFrom(
      ...names,
      ...'next this coming a week from in two days the 5th 31st on 2/14 12/5 unit not but or after before may'.split(
        ' ',
      ),
      ...'January February 28 29 30 tomorrow today weekend any day , . - / 2026 2027 at 3 pm'.split(
        ' ',
      ),
    );
    const text = fc.array(words, { minLength: 1, maxLength: 9 }).map((all) => all.join(' '));
    const check = (said: string, today: Temporal.PlainDate) => {
      const found = dayIn(`can I tour ${said}`, today.toString());
      if (found) expect(inDays(today, found)).toBeGreaterThanOrEqual(0);
    };
    fc.assert(fc.property(text, aDay, check), { numRuns: 1000 });
  });
});
