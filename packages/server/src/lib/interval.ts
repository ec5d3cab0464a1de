/** An instant: ISO 8601 with `Z` or a numeric offset, or epoch milliseconds. */
export type Moment = string | number;

/** A stretch of time, start included, end not. */
export interface Interval<Time extends Moment = string> {
  startsAt: Time;
  endsAt: Time;
}
