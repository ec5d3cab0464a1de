/** What the slot engine is asked with and what it answers. Plain data: it could come from a JSON file. */
import type { DateOverride, WeeklyHours } from '@luma-leasing/types/hours';
import type { Interval, Instant } from '../../lib/interval.ts';

/** A confirmed tour of ours; `here` when it is at the property that is asked about. */
export interface AgentTour extends Interval<Instant> {
  here: boolean;
}

export interface SlotAgent {
  id: string;
  /** When this agent shows the property, in the property's zone. They only filter. null: its own hours. */
  hours: WeeklyHours | null;
  /** Dates on which other hours hold for this agent, whatever `hours` is. */
  overrides: DateOverride[];
  /**
   * What the calendars say: any order, may overlap, may be zero-length. An end before its start is read as zero
   * length.
   */
  busy: Interval<Instant>[];
  /** Every confirmed tour of this agent, at any property. */
  tours: AgentTour[];
  /** Most tours this agent gives on one local date, at all properties together. null: no limit. */
  dailyCap: number | null;
}

export interface SlotRules {
  /** IANA name of the property's zone. */
  timezone: string;
  hours: WeeklyHours;
  overrides: DateOverride[];
  /** How long a tour lasts. */
  durationMinutes: number;
  /** Step of the grid, in minutes of wall clock. */
  intervalMinutes: number;
  /** Gap kept between a tour and its neighbours. */
  bufferMinutes: number;
  /** A tour starts no sooner than this after now. */
  noticeMinutes: number;
  /** How many dates are open for booking; today, in the property's zone, is the first. */
  horizonDays: number;
  /** Most tours at this property on one local date, over all agents. null: no limit. */
  dailyCap: number | null;
}

export interface SlotQuery {
  rules: SlotRules;
  agents: SlotAgent[];
  /** When the question is asked. */
  now: Instant;
  /** First date wanted, in the property's zone. Default, and earliest: today there. */
  from?: string;
  /** How many dates from `from`. Default: up to the horizon. */
  days?: number;
}

export interface OfferedSlot {
  /** Wall clock of the property, `HH:MM`. */
  time: string;
  /** ISO 8601 instant in UTC. */
  startsAt: string;
  /** At least one agent can take it. */
  available: boolean;
}

export interface SlotDay {
  /** Local date of the property, `YYYY-MM-DD`. */
  date: string;
  slots: OfferedSlot[];
}

/**
 * `past_horizon`: a date not open for booking yet. `inside_notice`: past, or too soon. `closed`: outside
 * every opening range. `off_grid`: inside one, but no tour begins (or could end in time) there.
 */
export type RefusalReason = 'past_horizon' | 'closed' | 'off_grid' | 'inside_notice' | 'malformed';

export type SlotCheck =
  { offered: true; agentIds: string[] } | { offered: false; reason: RefusalReason };
