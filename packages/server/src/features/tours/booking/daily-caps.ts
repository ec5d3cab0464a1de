/** Daily caps. The booking's own transaction counts: an earlier count would miss bookings that run at the same time. */
import type { SQL } from 'drizzle-orm';
import type { TenantScope } from '../../../db/scope.ts';
import { statement, toSql, type Placeholders } from '../../../db/statement.ts';
import { DAY_MS, instantText } from '../../../lib/iso.ts';
import { zoneOf } from '../../../lib/zone.ts';

/** The most tours on one local date of the property; null: no limit. */
export interface DailyCaps {
  property: number | null;
  agent: number | null;
  /** Start and end of the date, epoch ms. */
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

/** The names of the advisory locks that put bookings which count the same tours in sequence. */
export const capLocks = (scope: TenantScope, { profileId, caps }: CappedTour): string[] => [
  ...(caps.property === null ? [] : [`cap|${scope.propertyId}|${caps.from}`]),
  ...(caps.agent === null ? [] : [`cap|${profileId}|${caps.from}`]),
];

export const isCapped = ({ caps }: CappedTour): boolean =>
  caps.property !== null || caps.agent !== null;

/** The parameters of `fitsCaps`. */
export interface CapsParams {
  propertyId: string;
  profileId: string;
  propertyCap: number | null;
  agentCap: number | null;
  /** ISO 8601. */
  dayFrom: string;
  dayTo: string;
}

export const capsTypes = {
  propertyId: 'uuid',
  profileId: 'uuid',
  propertyCap: 'integer',
  agentCap: 'integer',
  dayFrom: 'timestamptz',
  dayTo: 'timestamptz',
} as const;

export const capsParams = (scope: TenantScope, { profileId, caps }: CappedTour): CapsParams => ({
  propertyId: scope.propertyId,
  profileId,
  propertyCap: caps.property,
  agentCap: caps.agent,
  dayFrom: instantText(caps.from),
  dayTo: instantText(caps.to),
});

/** SQL: whether one more tour fits. An agent's cap counts their tours at all properties of the organization. */
export function fitsCaps(given: Placeholders<CapsParams>): string {
  const fewer = (which: string, cap: string) => `(${cap} is null or ${cap} > (
    select count(*) from agent_blocks
    where ${which} and starts_at >= ${given.dayFrom} and starts_at < ${given.dayTo}))`;
  return `${fewer(`property_id = ${given.propertyId}`, given.propertyCap)}
    and ${fewer(`profile_id = ${given.profileId}`, given.agentCap)}`;
}

const condition = statement<CapsParams>(capsTypes, fitsCaps);

/** `fitsCaps` as a condition for Drizzle. */
export const fitsCapsCondition = (scope: TenantScope, tour: CappedTour): SQL =>
  toSql(condition(capsParams(scope, tour)));
