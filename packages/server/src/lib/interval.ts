/** An instant: ISO 8601 with `Z` or a numeric offset, or epoch milliseconds. */
export type Instant = string | number;

/** A stretch of time, start included, end not. */
export interface Interval<Time extends Instant = string> {
  startsAt: Time;
  endsAt: Time;
}
