/** All writes of a booking as one statement, because round trips to the database are its main cost. */
import { type Placeholders, statement } from '../../../db/statement.ts';
import {
  type AnswerParams,
  answerTypes,
  holdLeaseSql,
  keepAnswerSql,
} from '../../../http/request-lease.ts';
import { announceJobs, putJobs, wantedJob } from '../../../jobs/put-jobs.ts';
import type { Actor } from '../../../unit-of-work.ts';
import { identitySql, receivingSql } from '../../calendars/receiving-calendar.ts';
import {
  keepLead,
  leadByEmail,
  type LeadParams,
  leadTypes,
  personQuery,
} from '../../leads/upsert-lead.ts';
import { sendMessageJob } from '../../outbox/queue-message.ts';
import { syncTourJob } from '../job-contracts.ts';
import type { TourRow } from '../present.ts';
import { type CapsParams, capsTypes, fitsCaps } from './daily-caps.ts';

export interface TourParams {
  tourId: string;
  organizationId: string;
  profileId: string;
  tourType: string;
  startsAt: string;
  endsAt: string;
  blockedUntil: string;
  specialRequests: string | null;
  unverified: boolean;
  conflictAccepted: boolean;
  mayInvite: boolean;
  /** The most new addresses that the property's calendars may invite in an hour. */
  invitations: number;
  actor: Actor['role'];
  actorUserId: string | null;
  via: Actor['via'];
  /** JSON, like `consents`. */
  details: string;
  consents: string;
}

const tourTypes = {
  tourId: 'uuid',
  organizationId: 'uuid',
  profileId: 'uuid',
  tourType: 'tour_type',
  startsAt: 'timestamptz',
  endsAt: 'timestamptz',
  blockedUntil: 'timestamptz',
  specialRequests: 'text',
  unverified: 'boolean',
  conflictAccepted: 'boolean',
  mayInvite: 'boolean',
  invitations: 'integer',
  actor: 'text',
  actorUserId: 'uuid',
  via: 'text',
  details: 'jsonb',
  consents: 'jsonb',
} as const;

type BookingParams = LeadParams & TourParams & AnswerParams;
type CappedParams = BookingParams & CapsParams;

export interface BookingRow {
  tour_id: string | null;
  invitation: TourRow['invitation'] | null;
  existing_id: string | null;
  leased: boolean;
}

const types = { ...leadTypes, ...tourTypes, ...answerTypes };

export const bookingStatement = statement<BookingParams>(types, (given) => write(given, 'true'));

/** The statement for properties and agents with a daily cap. Most have none, and are spared the counting. */
export const cappedBookingStatement = statement<CappedParams>({ ...types, ...capsTypes }, (given) =>
  write(given, fitsCaps(given)),
);

/**
 * The constraints `no_overlap` and `no_overlap_in_calendar` decide races; `ON CONFLICT` keeps the losers from
 * deadlocks. What was typed is stored only with a tour: without one it may be a false name for somebody's address.
 * A person is found by email alone: two people may share a phone, and one's tour must not keep the other from booking.
 */
function write(given: Placeholders<BookingParams>, fits: string): string {
  return `
    with known as materialized (${leadByEmail(given)}),
    person as materialized (${personQuery(given, 'known')}),
    existing as materialized (
      select id, email from tour_bookings
      where property_id = ${given.propertyId} and (lead_id = (select id from known) or email = ${given.email})
        and status = 'confirmed' and starts_at > ${given.now} and not test and not ${given.test}
      limit 1
    ),
    lease as materialized (${holdLeaseSql(given)}),
    tour as (
      insert into tour_bookings (id, organization_id, property_id, profile_id, lead_id, tour_type,
        receiver, starts_at, ends_at, blocked_until, first_name, last_name, email, phone, special_requests,
        locale, unverified, conflict_accepted, test, invitation, created_at, updated_at)
      select ${given.tourId}, ${given.organizationId}, ${given.propertyId}, ${given.profileId}, person.id,
        ${given.tourType}, (${receivingSql(identitySql, given.profileId)}), ${given.startsAt}, ${given.endsAt}, ${given.blockedUntil}, ${given.firstName},
        ${given.lastName}, ${given.email}, ${given.phone}, ${given.specialRequests}, ${given.locale},
        ${given.unverified}, ${given.conflictAccepted}, ${given.test}, ${invitationFor(given)}, ${given.now}, ${given.now}
      from person
      where not exists (select 1 from existing) and ${isLeased(given)}
        and (${given.test} or (${fits}))
      on conflict do nothing
      returning id, lead_id, test, invitation
    ),
    lead as (${keepLead(given, `person where exists (select 1 from tour) or ${isCorrection(given)}`)}),
    history as (
      insert into tour_history (property_id, tour_id, at, action, actor, actor_user_id, via, details)
      select ${given.propertyId}, id, ${given.now}, 'booked', ${given.actor}, ${given.actorUserId}, ${given.via},
        ${given.details}
      from tour
    ),
    event as (
      insert into calendar_events (tour_id, property_id, updated_at)
      select id, ${given.propertyId}, ${given.now} from tour where not test
    ),
    consent as (
      insert into lead_consents (property_id, lead_id, kind, granted, text_version, page, tour_id, at)
      select ${given.propertyId}, tour.lead_id, one.kind, one.granted, one."textVersion", one.page, tour.id,
        ${given.now}
      from tour cross join jsonb_to_recordset(${given.consents})
        as one(kind text, granted boolean, "textVersion" text, page text)
    ),
    answer as (${keepAnswerSql(given)} and exists (select 1 from tour)),
    message as (
      insert into messages (property_id, tour_id, kind, dedupe_key, recipient, created_at, next_try_at)
      select ${given.propertyId}, id, 'manage_link',
        'manage_link:' || id || ':' || floor(extract(epoch from ${given.now}) / 3600), email, ${given.now}, ${given.now}
      from existing where ${given.actor} = 'prospect'
      on conflict do nothing
      returning id
    ),
    job as (${putJobs(`(${wantedJobs(given)}) as wanted`)})
    select (select id from tour) as tour_id, (select invitation from tour) as invitation,
      (select id from existing) as existing_id,
      ${isLeased(given)} as leased, ${announceJobs('job')} as announced`;
}

/**
 * SQL: whether the calendar invites this address. Bookings of the same moment do not see one another, so together they
 * may exceed the hour's limit. A lock for all bookings of a property would cost more than a few extra invitations.
 */
function invitationFor(given: Placeholders<BookingParams>): string {
  return `case
    when ${given.source} = 'dashboard' or ${given.test} or exists (
      select 1 from tour_bookings
      where property_id = ${given.propertyId} and email = ${given.email} and not test
        and invitation <> 'withheld') then 'known'
    when ${given.mayInvite} and ${given.invitations} > (
      select count(*) from tour_bookings
      where property_id = ${given.propertyId} and invitation = 'first'
        and created_at > ${given.now} - interval '1 hour') then 'first'
    else 'withheld' end`;
}

/** SQL: the team books for a known person who has a tour already. What the team heard of the person is stored anyway. */
function isCorrection(given: Placeholders<BookingParams>): string {
  return `(${given.source} = 'dashboard' and exists (select 1 from known) and exists (select 1 from existing))`;
}

/** SQL: we hold the lease of the idempotency key, or the request has no key. */
function isLeased({ key }: Placeholders<BookingParams>): string {
  return `(${key} is null or exists (select 1 from lease))`;
}

/** SQL: the jobs that write the tour's event, or mail the link to a prospect who has a tour already. */
function wantedJobs(given: Placeholders<BookingParams>): string {
  const payload = (about: string) => `jsonb_build_object('organizationId', ${given.organizationId},
    'propertyId', ${given.propertyId}, '${about}', id)`;
  return `
    select ${wantedJob(syncTourJob, payload('tourId'), 'id::text')} from tour where not test
    union all
    select ${wantedJob(sendMessageJob, payload('messageId'), 'id::text')} from message`;
}
