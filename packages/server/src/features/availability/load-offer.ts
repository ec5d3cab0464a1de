import type { DateOverride, WeeklyHours } from '@luma-leasing/types/hours';
import type { TenantScope } from '../../db/scope.ts';
import { type Placeholders, statement } from '../../db/statement.ts';
import type { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import type { Interval, TimeRange } from '../../lib/interval.ts';
import { identitySql, receivingSql } from '../calendars/receiving-calendar.ts';
import { runStatement, type UnitOfWork } from '../../unit-of-work.ts';
import type { ProviderId } from '../calendars/provider.ts';
import type { TokenStatus } from '../calendars/grants/token.ts';
import { instantText } from '../../lib/iso.ts';

export interface OfferedTime extends TimeRange {
  /**
   * The time from which the horizon counts. Past the horizon only times by hand are loaded. Absent: everything is.
   */
  horizonFrom?: number;
}

export type Property = Pick<
  typeof properties.$inferSelect,
  | 'id'
  | 'timezone'
  | 'address'
  | 'contactName'
  | 'contactPhone'
  | 'contactEmail'
  | 'hours'
  | 'overrides'
>;
export type TourConfig = Pick<
  typeof lumaleasingConfig.$inferSelect,
  | 'toursEnabled'
  | 'tourDurationMinutes'
  | 'slotIntervalMinutes'
  | 'bufferMinutes'
  | 'noticeMinutes'
  | 'horizonDays'
  | 'dailyCap'
  | 'tourTypes'
  | 'consentVersion'
>;

export interface Agent {
  id: string;
  name: string;
  hours: WeeklyHours | null;
  overrides: DateOverride[];
  dailyCap: number | null;
}

export interface AgentCalendar {
  id: string;
  profileId: string;
  calendarId: string;
  /** The same for all agents who connected this calendar. */
  identity: string;
  connectionId: string;
  provider: ProviderId;
  tokenStatus: TokenStatus;
  blocksTime: boolean;
  /**
   * Epoch ms, like all times here. Null: the calendar was never synced, or not up to the end of the window, or has
   * an event whose time we cannot read.
   */
  lastSyncedAt: number | null;
}

export interface TourBlock extends Interval {
  id: string;
  profileId: string;
  propertyId: string;
  /** With the buffer of the tour's own property. */
  blockedUntil: number;
}

/** A tour for which another time is wanted. */
export interface MovingTour extends Interval {
  id: string;
  profileId: string;
  conflictAccepted: boolean;
  test: boolean;
}

/** All that the database knows about what a property can offer in a window. */
export interface Offer {
  property: Property;
  config: TourConfig;
  agents: Agent[];
  calendars: AgentCalendar[];
  /** Confirmed tours of these agents at all properties. */
  tours: TourBlock[];
  /**
   * Colleagues' tours whose event is, or will be, in a calendar of these agents. `profileId` is the agent whom the
   * tour makes busy.
   */
  shared: TourBlock[];
  /** Busy stretches by agent. Agents without any are absent. */
  mirror: Record<string, Interval[]>;
  /**
   * The part of `mirror` that was made on our side and is in no calendar yet. It makes busy even if the calendars
   * are asked.
   */
  unwritten: Record<string, Interval[]>;
  /** Times by hand of agents who still show the property. */
  manual: { profileId: string; startsAt: number }[];
  /** The last time by hand, also beyond the window; null: there is none. */
  manualUntil: number | null;
}

/**
 * Loads the offer in one statement, because every availability answer needs it: the property's row carries the rest
 * as JSON. Row security limits every table to the tenant. Tours come from a view of the whole organization that
 * shows only times, because an agent of two properties is busy at both.
 */
export async function loadOffer(unit: UnitOfWork, window: OfferedTime): Promise<Offer> {
  return offerOf(await runStatement<Loaded>(unit, offerStatement(askedOf(unit.scope, window))));
}

/**
 * The offer without this tour and its event. The mirror of colleagues who share its calendar has the event, and somebody
 * may have put it into another calendar. The event's row is left out, not its time: another event at that time still
 * makes busy.
 */
export async function loadOfferWithoutTour(
  unit: UnitOfWork,
  window: OfferedTime,
  tourId: string,
): Promise<Offer> {
  const query = statementWithoutEvent({ ...askedOf(unit.scope, window), tourId });
  const offer = offerOf(await runStatement<Loaded>(unit, query));
  const otherTours = (tours: TourBlock[]) => tours.filter(({ id }) => id !== tourId);
  return { ...offer, tours: otherTours(offer.tours), shared: otherTours(offer.shared) };
}

const askedOf = ({ propertyId }: TenantScope, { from, to, horizonFrom }: OfferedTime): Asked => ({
  propertyId,
  from: instantText(from),
  to: instantText(to),
  today: horizonFrom === undefined ? null : instantText(horizonFrom),
});

type Loaded = Omit<Offer, 'mirror' | 'unwritten'> & Record<'mirror' | 'unwritten', Busy>;

function offerOf([found]: Loaded[]): Offer {
  if (!found) throw new Error('the property of a valid key is gone');
  return { ...found, mirror: intervalsOf(found.mirror), unwritten: intervalsOf(found.unwritten) };
}

/** Starts and ends by agent, in two lists: lists of numbers cost a fraction of a list of objects on both sides. */
type Busy = Record<string, { starts: number[]; ends: number[] }>;

const intervalsOf = (busy: Busy): Record<string, Interval[]> =>
  Object.fromEntries(
    Object.entries(busy).map(([profileId, { starts, ends }]) => [
      profileId,
      starts.map((startsAt, n) => ({ startsAt, endsAt: ends[n]! })),
    ]),
  );

interface Asked {
  propertyId: string;
  from: string;
  to: string;
  /** Null: without a horizon. */
  today: string | null;
}

const askedTypes = {
  propertyId: 'uuid',
  from: 'timestamptz',
  to: 'timestamptz',
  today: 'timestamptz',
} as const;

const offerStatement = statement<Asked>(askedTypes, (given) => offerQuery(given, 'true'));

// A statement of its own: every availability answer would pay for the condition. If the tour is not linked to its event
// yet, or the event was made a series, the row is known by its time: no other tour of that calendar is there.
const statementWithoutEvent = statement<Asked & { tourId: string }>(
  { ...askedTypes, tourId: 'uuid' },
  (given) =>
    offerQuery(
      given,
      `not exists (select 1 from calendar_events t join tour_bookings b on b.id = t.tour_id
        where t.tour_id = ${given.tourId} and (t.provider_event_id = e.provider_event_id
          or e.for_tour and e.starts_at = b.starts_at and e.ends_at = b.ends_at))`,
    ),
);

/**
 * No tour lasts longer than a day, so a look-up by start finds all that reach into the window.
 * @param which the condition for the mirror's rows `e`.
 */
function offerQuery(given: Placeholders<Asked>, which: string): string {
  return `
  with asked as materialized (
    select ${given.from} as "from", ${given.to} as "until",
      -- If today is null, there is no horizon, because least() ignores nulls.
      greatest(${given.from} + interval '1 day', least(${given.to},
        ${given.today} + (horizon_days + 1) * interval '1 day')) as "to"
    from lumaleasing_config where property_id = ${given.propertyId}
  ),
  shown as materialized (
    select profile_id, hours, overrides, daily_cap from property_agents
    where property_id = ${given.propertyId} and active
  ),
  blocking as materialized (
    select k.id, k.profile_id from shown s join agent_calendars k on k.profile_id = s.profile_id
    where k.blocks_time
  ),
  heeded as materialized (
    select s.profile_id, ${identitySql} as identity
    from shown s join agent_calendars k on k.profile_id = s.profile_id
      join calendar_connections n on n.id = k.connection_id
    where n.disconnected_at is null
      and (k.blocks_time or k.id = (${receivingSql('k.id', 's.profile_id')}))
  )
  select
    json_build_object('id', p.id, 'timezone', p.timezone, 'address', p.address,
      'contactName', p.contact_name, 'contactPhone', p.contact_phone,
      'contactEmail', p.contact_email, 'hours', p.hours, 'overrides', p.overrides) as property,
    json_build_object('toursEnabled', c.tours_enabled,
      'tourDurationMinutes', c.tour_duration_minutes,
      'slotIntervalMinutes', c.slot_interval_minutes, 'bufferMinutes', c.buffer_minutes,
      'noticeMinutes', c.notice_minutes, 'horizonDays', c.horizon_days, 'dailyCap', c.daily_cap,
      'tourTypes', c.tour_types, 'consentVersion', c.consent_version) as config,
    (select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'hours', s.hours,
        'overrides', s.overrides, 'dailyCap', s.daily_cap)), '[]')
      from shown s join profiles a on a.id = s.profile_id) as agents,
    (select coalesce(json_agg(json_build_object('id', k.id, 'profileId', k.profile_id,
        'calendarId', k.calendar_id, 'identity', ${identitySql}, 'connectionId', n.id, 'provider', n.provider,
        'tokenStatus', n.token_status, 'blocksTime', k.blocks_time,
        'lastSyncedAt', case when k.mirrored_until >= asked."to" and not exists (
            select 1 from external_calendar_events e
            where e.agent_calendar_id = k.id and e.unreadable and e.busy)
          then ${epochMs('k.last_synced_at')} end)), '[]')
      from shown s join agent_calendars k on k.profile_id = s.profile_id
        join calendar_connections n on n.id = k.connection_id
      where n.disconnected_at is null) as calendars,
    ${blocks('shown', 'b.profile_id = a.profile_id')} as tours,
    ${blocks('heeded', 'b.receiver = a.identity', 'where b.profile_id <> a.profile_id')} as shared,
    ${busyTimes(which)} as mirror,
    ${busyTimes(`e.sync_status <> 'synced' and ${which}`)} as unwritten,
    (select coalesce(json_agg(json_build_object('profileId', m.profile_id,
        'startsAt', ${epochMs('m.starts_at')})), '[]')
      from shown s join tour_slots m on m.profile_id = s.profile_id
      where m.property_id = p.id and m.starts_at >= asked."from"
        and m.starts_at < asked."until") as manual,
    (select to_json(${epochMs('max(m.starts_at)')})
      from shown s join tour_slots m on m.profile_id = s.profile_id
      where m.property_id = p.id) as "manualUntil"
  from properties p join lumaleasing_config c on c.property_id = p.id, asked
  where p.id = ${given.propertyId}`;
}

function blocks(agents: string, which: string, but = ''): string {
  return `
    (select coalesce(json_agg(json_build_object('id', b.id, 'profileId', a.profile_id,
        'propertyId', b.property_id, 'startsAt', ${epochMs('b.starts_at')},
        'endsAt', ${epochMs('b.ends_at')}, 'blockedUntil', ${epochMs('b.blocked_until')})), '[]')
      from ${agents} a cross join lateral (
        select * from agent_blocks b
        where ${which} and b.starts_at < asked."to" and b.starts_at > asked."from" - interval '1 day'
        -- OFFSET 0: each agent is looked up separately. Otherwise Postgres may read the whole organization's tours.
        offset 0
      ) b ${but})`;
}

// Busy time by agent. A separate index finds the few unwritten events.
function busyTimes(which: string): string {
  return `
    (select coalesce(json_object_agg(busy.profile_id, busy.times), '{}') from (
      select k.profile_id, json_build_object('starts', array_agg(${epochMs('e.starts_at')}),
        'ends', array_agg(${epochMs('e.ends_at')})) as times
      from blocking k cross join lateral (
        ${eventsOf('e.starts_at > asked."from" - interval \'1 day\'', which)}
        union all
        ${eventsOf(
          `e.starts_at <= asked."from" - interval '1 day' and e.ends_at - e.starts_at > interval '1 day'`,
          which,
        )}
      ) e
      group by k.profile_id) busy)`;
}

// A separate index finds events that began long before, so that past events are not read.
function eventsOf(began: string, which: string): string {
  return `
  select e.starts_at, e.ends_at from external_calendar_events e
  where e.profile_id = k.profile_id and e.agent_calendar_id = k.id
    and e.busy and not e.unreadable and e.deleted_at is null and ${which}
    and e.starts_at < asked."to" and e.ends_at > asked."from" and ${began}`;
}

// `date_part` returns a float; `extract` would return a decimal, which is slow.
function epochMs(column: string): string {
  return `(date_part('epoch', ${column}) * 1000)::bigint`;
}
