/** An instant: ISO 8601 with `Z` or a numeric offset, or epoch milliseconds. */
export type Instant = string | number;

/** A stretch of time in epoch ms. The start is included, the end is not. Only the slot engine also takes text. */
export interface Interval<Time extends Instant = number> {
  startsAt: Time;
  endsAt: Time;
}

/** The stretch of time of a question, in epoch ms. The start is included, the end is not. */
export interface TimeRange {
  from: number;
  to: number;
}

export const sameTime = (one: Interval, other: Interval): boolean =>
  one.startsAt === other.startsAt && one.endsAt === other.endsAt;
