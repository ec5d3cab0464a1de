import { expect } from '@open-wc/testing';
import {
  dateIn,
  dayLabel,
  dayNumber,
  monthLabel,
  plural,
  rangeLabel,
  safeLocale,
  safeZone,
  sameWallClock,
  shortDayLabel,
  timeLabel,
  todayIn,
  visitorZone,
  weekdayNames,
  zoneCity,
  zoneGeneric,
  zoneLabel,
} from './format.ts';

const nine = '2026-01-27T15:00:00Z';
const chicago = 'America/Chicago';

describe('format', () => {
  it('says a day in full', () => {
    expect(dayLabel('2026-01-27', 'en')).to.equal('Tuesday, January 27');
    expect(dayLabel('2026-01-27', 'de')).to.equal('Dienstag, 27. Januar');
    expect(dayLabel('2026-01-27', 'ja')).to.equal('1月27日火曜日');
    expect(shortDayLabel('2026-01-27', 'en')).to.equal('Tue, Jan 27');
  });
  it('says a month, in the calendar of the grid', () => {
    expect(monthLabel('2026-01', 'en-US')).to.equal('January 2026');
    expect(monthLabel('2026-01-31', 'fr')).to.equal('janvier 2026');
    expect(monthLabel('2026-01', 'th')).to.contain('2026');
    expect(dayNumber('2026-01-07', 'en')).to.equal('7');
    expect(dayNumber('2026-01-07', 'ar-EG')).to.equal('٧');
  });
  it('names the weekdays from the first one', () => {
    const names = weekdayNames('en', 7);
    expect(names.map((name) => name.short).join(' ')).to.equal('Sun Mon Tue Wed Thu Fri Sat');
    expect(weekdayNames('en', 1)[0]?.long).to.equal('Monday');
    expect(weekdayNames('ar', 6)[0]?.long).to.equal('السبت');
  });
  it('tells the time of the zone in the locale’s hours', () => {
    expect(timeLabel(nine, chicago, 'en-US')).to.equal('9:00 AM');
    expect(timeLabel(nine, chicago, 'de')).to.equal('09:00');
    expect(timeLabel(nine, 'Asia/Kathmandu', 'en-GB')).to.equal('20:45');
    expect(timeLabel('2026-01-27T06:00:00Z', chicago, 'fr')).to.equal('00:00');
    expect(timeLabel(Date.parse(nine), 'America/New_York', 'en')).to.equal('10:00 AM');
  });
  it('names a zone', () => {
    expect(zoneLabel(chicago, nine, 'en')).to.equal('Chicago time (CST)');
    expect(zoneLabel(chicago, '2026-07-01T12:00:00Z', 'en')).to.equal('Chicago time (CDT)');
    expect(zoneLabel(chicago, nine, 'en', '{generic}, {city}')).to.equal('Central Time, Chicago');
    expect(zoneCity('America/Argentina/Buenos_Aires')).to.equal('Buenos Aires');
    expect(zoneCity('Asia/Calcutta')).to.equal('Kolkata');
    expect(zoneGeneric('Europe/Paris', nine, 'en')).to.equal('Central European Time');
    expect(zoneCity('UTC')).to.equal('UTC');
  });
  it('knows the date on a wall', () => {
    expect(dateIn(chicago, '2026-01-28T05:59:00Z')).to.equal('2026-01-27');
    expect(dateIn('Pacific/Kiritimati', '2026-01-27T12:00:00Z')).to.equal('2026-01-28');
    expect(todayIn(chicago, Date.parse('2026-01-28T06:00:00Z'))).to.equal('2026-01-28');
  });
  it('compares wall clocks', () => {
    expect(sameWallClock(nine, chicago, 'America/Winnipeg')).to.equal(true);
    expect(sameWallClock(nine, chicago, 'America/New_York')).to.equal(false);
    // Both zones have the same time in one half of the year only.
    expect(sameWallClock(nine, chicago, 'America/Regina')).to.equal(true);
    expect(sameWallClock('2026-07-01T12:00:00Z', chicago, 'America/Regina')).to.equal(false);
  });
  it('joins the day and both times', () => {
    expect(rangeLabel(nine, '2026-01-27T15:30:00Z', chicago, 'en')).to.match(
      /^Tuesday, January 27(,| at) 9:00 – 9:30 AM$/,
    );
  });
  it('counts', () => {
    const forms = { one: '{n} time free', other: '{n} times free' };
    expect(plural(1, 'en', forms)).to.equal('1 time free');
    expect(plural(3, 'en', forms)).to.equal('3 times free');
    expect(plural(2, 'ar', { two: 'موعدان', other: '{n}' })).to.equal('موعدان');
  });
  it('survives bad tags and zones', () => {
    expect(safeLocale('en_US')).to.equal('en-US');
    for (const bad of ['', null, undefined, '!!', 'a-b-c-d'])
      expect(safeLocale(bad)).to.equal('en');
    expect(dayLabel('2026-01-27', '!!')).to.equal('Tuesday, January 27');
    expect(plural(1, '!!', { other: '{n} days' })).to.equal('1 days');
    expect(safeZone('Mars/Olympus')).to.equal('UTC');
    expect(timeLabel(nine, 'Mars/Olympus', 'en')).to.equal('3:00 PM');
    expect(safeZone(visitorZone())).to.equal(visitorZone());
  });
});
