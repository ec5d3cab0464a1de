import type { calendar_v3 } from '@googleapis/calendar';
import { describe, expect, it } from 'vitest';
import { instantText } from '../../../lib/iso.ts';
import { CalendarError } from '../provider.ts';
import { firstDateId, fromGoogleEvent } from './events.ts';

const timed: calendar_v3.Schema$Event = {
  id: 'one',
  status: 'confirmed',
  start: { dateTime: '2026-01-27T09:00:00-06:00' },
  end: { dateTime: '2026-01-27T10:00:00-06:00' },
};
const allDay = (from: string, to: string): calendar_v3.Schema$Event => ({
  id: 'one',
  start: { date: from },
  end: { date: to },
});
const timesOf = (event: calendar_v3.Schema$Event, timezone: string) => {
  const { startsAt, endsAt } = fromGoogleEvent(event, timezone);
  return [startsAt, endsAt].map(instantText);
};

describe('the time of a Google event [A5]', () => {
  it('is that of its instants, in any zone of the calendar', () => {
    expect(timesOf(timed, 'Asia/Tokyo')).toEqual(['2026-01-27T15:00:00Z', '2026-01-27T16:00:00Z']);
    expect(fromGoogleEvent(timed, 'Asia/Tokyo').busy).toBe(true);
  });

  it.each<[string, calendar_v3.Schema$Event]>([
    ['transparent', { transparency: 'transparent' }],
    ['declined', { attendees: [{ self: true, responseStatus: 'declined' }] }],
    ['cancelled', { status: 'cancelled' }],
  ])('is none when it is %s', (_what, change) => {
    expect(fromGoogleEvent({ ...timed, ...change }, 'America/Chicago').busy).toBe(false);
  });

  it('is busy if another guest has declined', () => {
    const attendees = [{ self: true, responseStatus: 'accepted' }, { responseStatus: 'declined' }];
    expect(fromGoogleEvent({ ...timed, attendees }, 'America/Chicago').busy).toBe(true);
  });

  it('may have no length', () => {
    const moment = '2026-01-27T15:00:00Z';
    expect(timesOf({ ...timed, end: timed.start! }, 'UTC')).toEqual([moment, moment]);
  });

  it('is from midnight to midnight in the calendar’s zone, for an all-day event', () => {
    const event = allDay('2026-03-07', '2026-03-09');
    // The 8th has 23 hours in Chicago.
    expect(timesOf(event, 'America/Chicago')).toEqual([
      '2026-03-07T06:00:00Z',
      '2026-03-09T05:00:00Z',
    ]);
    expect(timesOf(event, 'Asia/Kathmandu')).toEqual([
      '2026-03-06T18:15:00Z',
      '2026-03-08T18:15:00Z',
    ]);
  });

  it('begins with the day, if the clocks skip midnight', () => {
    const [startsAt] = timesOf(allDay('2026-03-08', '2026-03-09'), 'America/Havana');
    expect(startsAt).toBe('2026-03-08T05:00:00Z');
  });

  it.each([allDay('2026-02-30', '2026-03-01'), { ...timed, end: { dateTime: 'noon' } }])(
    'is said to be unreadable where it is no date or instant',
    (event) => {
      expect(() => fromGoogleEvent(event, 'UTC')).toThrow(CalendarError);
    },
  );
});

describe('the text of an event', () => {
  it('loses signs that Postgres refuses: one such event must not stop the listing of all others', () => {
    const torn = { ...timed, summary: 'Open\0 house \ud83d', description: 'a\ud83c\udfe0b' };
    expect(fromGoogleEvent(torn, 'UTC')).toMatchObject({
      title: 'Open house \ufffd',
      description: 'a\ud83c\udfe0b',
    });
  });
});

it('finds a guest by the address that we wrote, in whatever form Google writes the domain', () => {
  const attendees = [{ email: 'Jo@bücher.example', responseStatus: 'accepted' }];
  expect(fromGoogleEvent({ ...timed, attendees }, 'UTC').answers).toEqual({
    'jo@xn--bcher-kva.example': 'accepted',
  });
});

it.each<[string, calendar_v3.Schema$Event, string | undefined]>([
  ['timed', timed, 'one_20260127T150000Z'],
  ['of whole days', allDay('2026-01-27', '2026-01-28'), 'one_20260127'],
  ['that went', { ...timed, status: 'cancelled' }, undefined],
])('the first date of a series %s has an id of its own', (_what, event, id) => {
  expect(firstDateId({ ...event, recurrence: ['RRULE:FREQ=WEEKLY'] })).toBe(id);
  expect(firstDateId(event)).toBeUndefined();
});
