/** A small, plain question for the slot engine. Examples change only the part that they test. */
import type { SlotAgent, SlotQuery, SlotRules } from '../src/features/availability/slots.ts';
import type { Interval } from '../src/lib/interval.ts';

export const everyDay = (start: string, end: string) => {
  const ranges = [{ start, end }];
  return {
    mon: ranges,
    tue: ranges,
    wed: ranges,
    thu: ranges,
    fri: ranges,
    sat: ranges,
    sun: ranges,
  };
};

/** 09:00–12:00 every day in Chicago; tours of 30 minutes on the half hour; no buffer, notice or caps. */
export const plainRules: SlotRules = {
  timezone: 'America/Chicago',
  hours: everyDay('09:00', '12:00'),
  overrides: [],
  durationMinutes: 30,
  intervalMinutes: 30,
  bufferMinutes: 0,
  noticeMinutes: 0,
  horizonDays: 1,
  dailyCap: null,
};

export const agent = (change: Partial<SlotAgent> = {}): SlotAgent => ({
  id: 'ana',
  hours: null,
  overrides: [],
  busy: [],
  tours: [],
  dailyCap: null,
  ...change,
});

/**
 * A question at midnight of Tuesday 2026-01-27 in Chicago (UTC-6), with one agent, unless the test says otherwise.
 */
export const question = (
  rules: Partial<SlotRules> = {},
  agents: SlotAgent[] = [agent()],
  now = '2026-01-27T06:00:00Z',
): SlotQuery => ({ rules: { ...plainRules, ...rules }, agents, now });

/** An interval of 2026-01-27 in Chicago, by its wall clock. */
export const at = (start: string, end: string): Interval<string> => ({
  startsAt: `2026-01-27T${start}:00-06:00`,
  endsAt: `2026-01-27T${end}:00-06:00`,
});
