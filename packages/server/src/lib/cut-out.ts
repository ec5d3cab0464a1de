import type { Interval } from './interval.ts';

/** The stretches without the hole. One stretch may become two, or none. */
export const cutOut = (stretches: readonly Interval[], hole: Interval): Interval[] =>
  stretches.flatMap(({ startsAt, endsAt }) => {
    if (endsAt <= hole.startsAt || startsAt >= hole.endsAt) return [{ startsAt, endsAt }];
    return [
      { startsAt, endsAt: hole.startsAt },
      { startsAt: hole.endsAt, endsAt },
    ].filter((left) => left.startsAt < left.endsAt);
  });
