import type { TourTypeId } from '@luma-leasing/types/property';
import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { isPerson, leadStatement, personQuery, type Prospect } from '../leads/upsert-lead.ts';
import { fitsCaps, type DailyCaps } from './daily-caps.ts';

export interface NewTour {
  id: string;
  profileId: string;
  tourType: TourTypeId;
  /** Epoch ms, like all the others. */
  startsAt: number;
  endsAt: number;
  blockedUntil: number;
  specialRequests: string | null;
  unverified: boolean;
  /** A manager puts it there although it collides. */
  conflictAccepted?: boolean;
  caps: DailyCaps;
  consents: {
    kind: 'privacy' | 'sms';
    granted: boolean;
    textVersion: string;
    page: string | null;
  }[];
}

export type NewProspect = Prospect & { firstName: string; lastName: string; email: string };

/** `taken`: the constraint, or a cap, held it off. `exists`: this person has a tour to come, which is named. */
export type Inserted =
  { outcome: 'booked' } | { outcome: 'taken' } | { outcome: 'exists'; tourId: string };

/**
 * The tour, the person, the history, the event to be written and the consents, in one statement. The
 * constraint `no_overlap` decides races; `ON CONFLICT` keeps losers from deadlocking. Without a tour nothing of
 * what was typed is kept: it may be anybody's name beside somebody's email address.
 * Needs `identityLocks` of the prospect.
 */
export async function insertTour(
  tx: Tx,
  scope: TenantScope,
  prospect: NewProspect,
  tour: NewTour,
  now: number,
): Promise<Inserted> {
  const rows = await tx.execute(statement(scope, prospect, tour, iso(now)));
  const [row] = rowsOf<{ tour_id: string | null; existing_id: string | null }>(rows);
  if (row?.tour_id) return { outcome: 'booked' };
  return row?.existing_id ? { outcome: 'exists', tourId: row.existing_id } : { outcome: 'taken' };
}

function statement(scope: TenantScope, prospect: NewProspect, tour: NewTour, now: string): SQL {
  const propertyId = sql`${scope.propertyId}::uuid`;
  const at = sql`${now}::timestamptz`;
  const actor = prospect.source === 'dashboard' ? 'manager' : 'prospect';
  return sql`
    with person as materialized (${personQuery(scope, prospect)}),
    existing as materialized (
      select b.id from tour_bookings b
      where b.lead_id in (select id from leads where ${isPerson(scope, prospect)})
        and b.status = 'confirmed' and b.starts_at > ${at} and not b.test
      limit 1
    ),
    tour as (
      insert into tour_bookings (id, organization_id, property_id, profile_id, lead_id, tour_type,
        starts_at, ends_at, blocked_until, first_name, last_name, email, phone, special_requests,
        locale, unverified, conflict_accepted, test, created_at, updated_at)
      select ${tour.id}::uuid, ${scope.organizationId}::uuid, ${propertyId}, ${tour.profileId}::uuid,
        person.id, ${tour.tourType}::tour_type, ${iso(tour.startsAt)}::timestamptz,
        ${iso(tour.endsAt)}::timestamptz, ${iso(tour.blockedUntil)}::timestamptz,
        ${prospect.firstName}::text, ${prospect.lastName}::text, ${prospect.email}::text,
        ${prospect.phone}::text, ${tour.specialRequests}::text, ${prospect.locale}::text,
        ${tour.unverified}::boolean, ${tour.conflictAccepted ?? false}::boolean,
        ${prospect.test}::boolean, ${at}, ${at}
      from person where not exists (select 1 from existing)
        and (${prospect.test}::boolean or ${fitsCaps(scope, tour)})
      on conflict on constraint no_overlap do nothing
      returning id, lead_id
    ),
    lead as (${leadStatement(scope, prospect, now, sql`person where exists (select 1 from tour)`)}),
    history as (
      insert into tour_history (property_id, tour_id, at, action, actor, via, details)
      select ${propertyId}, tour.id, ${at}, 'booked', ${actor}::text, ${prospect.source}::text,
        ${JSON.stringify({ startsAt: iso(tour.startsAt), profileId: tour.profileId })}::jsonb
      from tour
    ),
    event as (
      insert into calendar_events (tour_id, property_id, updated_at)
      select tour.id, ${propertyId}, ${at} from tour where not ${prospect.test}::boolean
    )${consents(propertyId, tour, at)}
    select (select id from tour) as tour_id, (select id from existing) as existing_id`;
}

function consents(propertyId: SQL, tour: NewTour, at: SQL): SQL {
  const rows = tour.consents.map(
    ({ kind, granted, textVersion, page }) => sql`
      select ${propertyId}, tour.lead_id, ${kind}::text, ${granted}::boolean, ${textVersion}::text,
        ${page}::text, ${at} from tour`,
  );
  if (rows.length === 0) return sql``;
  return sql`,
    consent as (
      insert into lead_consents (property_id, lead_id, kind, granted, text_version, page, at)
      ${sql.join(rows, sql` union all `)}
    )`;
}

const iso = (ms: number) => new Date(ms).toISOString();
