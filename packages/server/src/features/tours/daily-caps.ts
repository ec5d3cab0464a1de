/** Caps a day, held in the booking's transaction: who counts before it may count what another is adding. */
import { sql, type SQL } from 'drizzle-orm';
import type { TenantScope } from '../../db/scope.ts';
import { DAY_MS } from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';

/** The most tours on one local date of the property; null: no limit. */
export interface DailyCaps {
  property: number | null;
  agent: number | null;
  /** The date, epoch ms. */
  from: number;
  to: number;
}

export function dailyCaps(
  timezone: string,
  startsAt: number,
  caps: Pick<DailyCaps, 'property' | 'agent'>,
): DailyCaps {
  const zone = zoneOf(timezone);
  const day = zone.dayAt(startsAt);
  return { ...caps, from: zone.reached(day * DAY_MS), to: zone.reached((day + 1) * DAY_MS) };
}

interface CappedTour {
  profileId: string;
  caps: DailyCaps;
}

/** Bookings that count the same tours follow each other. Names for `advisoryLocks`. */
export const capLocks = (scope: TenantScope, { profileId, caps }: CappedTour): string[] => [
  ...(caps.property === null ? [] : [`cap|${scope.propertyId}|${caps.from}`]),
  ...(caps.agent === null ? [] : [`cap|${profileId}|${caps.from}`]),
];

/** Whether one more fits. An agent's tours count at every property of the organisation. */
export function fitsCaps(scope: TenantScope, { profileId, caps }: CappedTour): SQL {
  const thatDay = sql`starts_at >= ${iso(caps.from)}::timestamptz and starts_at < ${iso(caps.to)}::timestamptz`;
  const rules = [
    caps.property === null
      ? []
      : sql`(select count(*) from agent_blocks
          where property_id = ${scope.propertyId}::uuid and ${thatDay}) < ${caps.property}::int`,
    caps.agent === null
      ? []
      : sql`(select count(*) from agent_blocks
          where profile_id = ${profileId}::uuid and ${thatDay}) < ${caps.agent}::int`,
  ].flat();
  return rules.length === 0 ? sql`true` : sql.join(rules, sql` and `);
}

const iso = (ms: number) => new Date(ms).toISOString();
