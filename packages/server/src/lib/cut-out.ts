import type { Interval, Instant } from './interval.ts';
import { toMs } from './iso.ts';

/** What is left of these stretches without another. */
export const cutOut = <T extends Instant>(
  stretches: readonly Interval<T>[],
  hole: Interval<number>,
): Interval<T | number>[] =>
  stretches.flatMap<Interval<T | number>>(({ startsAt, endsAt }) => {
    const [start, end] = [toMs(startsAt), toMs(endsAt)];
    if (end <= hole.startsAt || start >= hole.endsAt) return [{ startsAt, endsAt }];
    return [
      { startsAt: start, endsAt: hole.startsAt },
      { startsAt: hole.endsAt, endsAt: end },
    ].filter((left) => left.startsAt < left.endsAt);
  });
