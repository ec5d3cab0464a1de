import { expect } from '@open-wc/testing';
import {
  addDays,
  addMonths,
  clampDate,
  compareDates,
  dayForKey,
  firstDayOfRegion,
  firstDayOfWeek,
  monthWithin,
  shiftMonth,
  startOfWeek,
  weekdayOf,
  weeksOf,
} from './month-grid.ts';

describe('dates', () => {
  it('adds days over months, years and DST changes', () => {
    expect(addDays('2026-12-31', 1)).to.equal('2027-01-01');
    expect(addDays('2026-03-08', 1)).to.equal('2026-03-09');
    expect(addDays('2026-11-01', 1)).to.equal('2026-11-02');
    expect(addDays('2024-03-01', -1)).to.equal('2024-02-29');
  });
  it('adds months, to the last day where the month is shorter', () => {
    expect(addMonths('2026-01-31', 1)).to.equal('2026-02-28');
    expect(addMonths('2024-01-31', 1)).to.equal('2024-02-29');
    expect(addMonths('2026-01-15', -1)).to.equal('2025-12-15');
    expect(addMonths('2024-02-29', 12)).to.equal('2025-02-28');
    expect(shiftMonth('2026-12', 1)).to.equal('2027-01');
    expect(shiftMonth('2026-01', -13)).to.equal('2024-12');
  });
  it('knows weekdays, order and bounds', () => {
    expect(weekdayOf('2026-01-28')).to.equal(3);
    expect(startOfWeek('2026-01-28', 1)).to.equal('2026-01-26');
    expect(startOfWeek('2026-01-28', 7)).to.equal('2026-01-25');
    expect(startOfWeek('2026-01-25', 7)).to.equal('2026-01-25');
    expect(['2026-02-01', '2025-12-31'].sort(compareDates)).to.deep.equal([
      '2025-12-31',
      '2026-02-01',
    ]);
    expect(compareDates('2026-01-01', '2026-01-01')).to.equal(0);
    expect(clampDate('2026-01-01', '2026-01-05', '2026-02-01')).to.equal('2026-01-05');
    expect(monthWithin('2026-02', '2026-01-31', '2026-02-01')).to.equal(true);
    expect(monthWithin('2026-03', '2026-01-31', '2026-02-28')).to.equal(false);
  });
});

describe('weeksOf', () => {
  it('fills the first and last week', () => {
    const weeks = weeksOf('2026-01', 7);
    expect(weeks.length).to.equal(5);
    expect(weeks[0]?.[0]).to.equal('2025-12-28');
    expect(weeks.at(-1)?.at(-1)).to.equal('2026-01-31');
    expect(weeksOf('2026-02', 7).length).to.equal(4);
    expect(weeksOf('2026-08', 7).length).to.equal(6);
  });
  it('holds every day of the month once, in order, for every week start', () => {
    for (let n = 0; n < 240; n++) {
      const month = shiftMonth('2020-01', n);
      for (const firstDay of [1, 2, 3, 4, 5, 6, 7]) {
        const days = weeksOf(month, firstDay).flat();
        expect(weekdayOf(days[0] ?? '')).to.equal(firstDay % 7);
        expect(days.every((day, i) => !i || day === addDays(days[i - 1] ?? '', 1))).to.equal(true);
        const inside = days.filter((day) => day.startsWith(month));
        expect(inside[0]).to.equal(`${month}-01`);
        expect(inside.at(-1)).to.equal(addDays(`${shiftMonth(month, 1)}-01`, -1));
        expect(days.length % 7).to.equal(0);
        expect(days.length - inside.length).to.be.below(13);
      }
    }
  });
});

describe('firstDayOfWeek', () => {
  const known: [string, number][] = [
    ['en-US', 7],
    ['en', 7],
    ['en-GB', 1],
    ['es', 1],
    ['es-MX', 7],
    ['fr', 1],
    ['de', 1],
    ['pt', 7],
    ['pt-PT', 7],
    ['ja', 7],
    ['ko', 7],
    ['vi', 1],
    ['ar-EG', 6],
  ];
  it('follows the locale', () => {
    for (const [tag, day] of known) expect(firstDayOfWeek(tag), tag).to.equal(day);
    expect(firstDayOfWeek('not a locale')).to.equal(7);
  });
  it('agrees with the engine where it must do without week data', () => {
    const here = (tag: string) => new Intl.Locale(tag).maximize().region;
    for (const [tag] of known) {
      expect(firstDayOfRegion(here(tag)), tag).to.equal(firstDayOfWeek(tag));
    }
  });
});

describe('dayForKey', () => {
  const limits = { firstDay: 7, min: '2026-01-10', max: '2026-04-09' };
  const go = (key: string, more: object = {}, from = '2026-01-28') =>
    dayForKey(from, key, { ...limits, ...more });
  it('moves by the keys of a date grid', () => {
    expect(go('ArrowLeft')).to.equal('2026-01-27');
    expect(go('ArrowRight')).to.equal('2026-01-29');
    expect(go('ArrowUp')).to.equal('2026-01-21');
    expect(go('ArrowDown')).to.equal('2026-02-04');
    expect(go('Home')).to.equal('2026-01-25');
    expect(go('End')).to.equal('2026-01-31');
    expect(go('PageDown')).to.equal('2026-02-28');
    expect(go('PageUp')).to.equal('2026-01-10');
    expect(go('PageDown', { shift: true, max: '2028-01-01' })).to.equal('2027-01-28');
  });
  it('turns left and right in Arabic', () => {
    expect(go('ArrowLeft', { rtl: true })).to.equal('2026-01-29');
    expect(go('ArrowRight', { rtl: true })).to.equal('2026-01-27');
  });
  it('stays within the horizon and leaves other keys alone', () => {
    expect(go('ArrowLeft', {}, '2026-01-10')).to.equal('2026-01-10');
    expect(go('ArrowDown', {}, '2026-04-08')).to.equal('2026-04-09');
    for (const key of ['Tab', 'Enter', 'a', 'toString', '__proto__'])
      expect(go(key)).to.equal(null);
  });
});
