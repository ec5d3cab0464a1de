/** An instant: ISO 8601 with `Z` or a numeric offset, or epoch milliseconds. */
export type Instant = string | number;

/** A stretch of time, start included, end not: in epoch ms. The slot engine alone also takes text. */
export interface Interval<Time extends Instant = number> {
  startsAt: Time;
  endsAt: Time;
}

/** The stretch of time that a question is about, epoch ms: start included, end not. */
export interface TimeRange {
  from: number;
  to: number;
}
