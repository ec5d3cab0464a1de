import { describe, expect, it } from 'vitest';
import { calendarLinks } from './prospect-calendar-entry.ts';

const entry = {
  title: 'Tour - Maple & Court + “Été”',
  startsAt: Date.parse('2026-01-27T09:00:00.000-06:00'),
  endsAt: Date.parse('2026-01-27T15:30:00Z'),
  details: 'Change: https://x.test/m?a=1&b=2\nRing 4#',
  location: '1200 Maple Street, Chicago',
  timezone: 'America/Chicago',
};

describe('add to calendar', () => {
  it('fills Google’s form', () => {
    const url = new URL(calendarLinks.google(entry));
    expect(url.origin + url.pathname).toBe('https://calendar.google.com/calendar/render');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      action: 'TEMPLATE',
      text: entry.title,
      dates: '20260127T150000Z/20260127T153000Z',
      details: entry.details,
      location: entry.location,
      ctz: 'America/Chicago',
    });
  });

  it('fills Outlook’s form, with no plus for a space', () => {
    const url = new URL(calendarLinks.outlook(entry));
    expect(url.searchParams.get('startdt')).toBe('2026-01-27T15:00:00Z');
    expect(url.searchParams.get('enddt')).toBe('2026-01-27T15:30:00Z');
    expect(url.searchParams.get('subject')).toBe(entry.title);
    expect(url.searchParams.get('body')).toBe(entry.details);
    expect(url.search).not.toContain('+');
  });
});
