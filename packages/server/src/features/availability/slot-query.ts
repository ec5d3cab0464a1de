/** The question and the answer of the slot engine. Plain data, as in a JSON file. */
import type { DateOverride, WeeklyHours } from '@luma-leasing/types/hours';
import type { Interval, Instant } from '../../lib/interval.ts';

/** A confirmed tour of ours. `here`: it is at the property of the question. */
export interface AgentTour extends Interval<Instant> {
  here: boolean;
}

export interface SlotAgent {
  id: string;
  /**
   * The hours in which this agent shows the property, in its zone. They only filter the grid. null: the property's
   * hours.
   */
  hours: WeeklyHours | null;
  /** Other hours of this agent for single dates; they apply even if `hours` is null. */
  overrides: DateOverride[];
  /**
   * Busy time from the calendars: in any order, may overlap, may have zero length. An end before its start is read
   * as zero length.
   */
  busy: Interval<Instant>[];
  /** All confirmed tours of this agent, at any property. */
  tours: AgentTour[];
  /** The most tours of this agent on one local date, at all properties together. null: no limit. */
  dailyCap: number | null;
}

export interface SlotRules {
  /** IANA name of the property's zone. */
  timezone: string;
  hours: WeeklyHours;
  overrides: DateOverride[];
  /** The duration of a tour. */
  durationMinutes: number;
  /** Step of the grid, in minutes of wall clock. */
  intervalMinutes: number;
  /** The least gap between a tour and its neighbours. */
  bufferMinutes: number;
  /** The least time from now to the start of a tour. */
  noticeMinutes: number;
  /** How many dates can be booked. The first one is today in the property's zone. */
  horizonDays: number;
  /** The most tours at this property on one local date, of all agents. null: no limit. */
  dailyCap: number | null;
}

export interface SlotQuery {
  rules: SlotRules;
  agents: SlotAgent[];
  /** The time of the question. */
  now: Instant;
  /** The first date, in the property's zone. Default, and earliest: today there. */
  from?: string;
  /** How many dates from `from`. Default: up to the horizon. */
  days?: number;
}

export interface OfferedSlot {
  /** The wall clock of the property, `HH:MM`. */
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
 * `past_horizon`: a date that cannot be booked yet. `inside_notice`: past, or too soon. `closed`: outside every
 * opening range. `off_grid`: inside one, but no tour begins there, or it could not end in time.
 */
export type RefusalReason = 'past_horizon' | 'closed' | 'off_grid' | 'inside_notice' | 'malformed';

export type SlotCheck =
  { offered: true; agentIds: string[] } | { offered: false; reason: RefusalReason };
