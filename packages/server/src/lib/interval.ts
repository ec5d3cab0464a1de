/** A stretch of time, start included, end not. ISO 8601 instants, with `Z` or an offset. */
export interface Interval {
  startsAt: string;
  endsAt: string;
}
