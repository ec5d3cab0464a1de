import type { Interval, Moment } from './interval.ts';
import { toMs } from './iso.ts';

/** What is left of these stretches without another. */
export const cutOut = (
  stretches: readonly Interval<Moment>[],
  hole: Interval<number>,
): Interval<Moment>[] =>
  stretches.flatMap(({ startsAt, endsAt }) => {
    const [start, end] = [toMs(startsAt), toMs(endsAt)];
    if (end <= hole.startsAt || start >= hole.endsAt) return [{ startsAt, endsAt }];
    return [
      { startsAt: start, endsAt: hole.startsAt },
      { startsAt: hole.endsAt, endsAt: end },
    ].filter((left) => left.startsAt < left.endsAt);
  });
