import { describe, expect, it } from 'vitest';
import { busyInterval } from './busy.ts';

const plain = { transparent: false, declined: false, cancelled: false };
const timed = {
  startsAt: '2026-01-27T09:00:00-06:00',
  endsAt: '2026-01-27T10:00:00-06:00',
  ...plain,
};

describe('busyInterval', () => {
  it('gives a timed event in UTC', () => {
    expect(busyInterval(timed, 'Asia/Tokyo')).toEqual({
      startsAt: '2026-01-27T15:00:00Z',
      endsAt: '2026-01-27T16:00:00Z',
    });
  });

  it.each(['transparent', 'declined', 'cancelled'] as const)('a %s event is not busy', (flag) => {
    expect(busyInterval({ ...timed, [flag]: true }, 'America/Chicago')).toBeNull();
  });

  it('keeps zero length, and reads a backward event as one', () => {
    const moment = { startsAt: '2026-01-27T15:00:00Z', endsAt: '2026-01-27T15:00:00Z' };
    expect(busyInterval({ ...timed, endsAt: timed.startsAt }, 'UTC')).toEqual(moment);
    expect(busyInterval({ ...timed, endsAt: '2026-01-27T08:00:00-06:00' }, 'UTC')).toEqual(moment);
  });

  it('an all-day event lasts from local midnight to local midnight, in the zone of the calendar', () => {
    const event = { startDate: '2026-03-07', endDate: '2026-03-09', ...plain };
    // The 8th has 23 hours in Chicago.
    expect(busyInterval(event, 'America/Chicago')).toEqual({
      startsAt: '2026-03-07T06:00:00Z',
      endsAt: '2026-03-09T05:00:00Z',
    });
    expect(busyInterval(event, 'Asia/Kathmandu')).toEqual({
      startsAt: '2026-03-06T18:15:00Z',
      endsAt: '2026-03-08T18:15:00Z',
    });
  });

  it('an all-day event begins when the day does, where midnight is skipped', () => {
    const event = { startDate: '2026-03-08', endDate: '2026-03-09', ...plain };
    expect(busyInterval(event, 'America/Havana')?.startsAt).toBe('2026-03-08T05:00:00Z');
  });

  it('an all-day event takes at least its first day', () => {
    const event = { startDate: '2026-01-27', endDate: '2026-01-27', ...plain };
    expect(busyInterval(event, 'UTC')?.endsAt).toBe('2026-01-28T00:00:00Z');
  });

  it('throws RangeError for what is no date or instant', () => {
    const event = { startDate: '2026-02-30', endDate: '2026-03-01', ...plain };
    expect(() => busyInterval(event, 'UTC')).toThrow(RangeError);
    expect(() => busyInterval({ ...timed, endsAt: 'noon' }, 'UTC')).toThrow(RangeError);
  });
});
