/** What is compared: a booking's transaction, all that its POST writes, and the rows that any design would write. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '@luma-leasing/server/src/db/client.ts';
import { profiles } from '@luma-leasing/server/src/db/tables/profiles.ts';
import { apiKeys } from '@luma-leasing/server/src/db/tables/properties.ts';
import { statement } from '@luma-leasing/server/src/db/statement.ts';
import { syncTourJob } from '@luma-leasing/server/src/features/tours/job-contracts.ts';
import { toBooking } from '@luma-leasing/server/src/features/tours/present.ts';
import { writeBooking } from '@luma-leasing/server/src/features/tours/booking/write-booking.ts';
import { answerOnce, askedWithKey } from '@luma-leasing/server/src/http/idempotency.ts';
import type { Lease } from '@luma-leasing/server/src/http/request-lease.ts';
import { transact, type UnitOfWork } from '@luma-leasing/server/src/unit-of-work.ts';

const hour = 3_600_000;
const farAhead = Date.parse('2030-01-01T00:00:00Z');

export interface Subjects {
  profileId: string;
  keyId: string;
}

export async function subjects(unit: UnitOfWork): Promise<Subjects> {
  const [agent] = await transact(unit, ({ tx }) =>
    tx
      .select({ id: profiles.id })
      .from(profiles)
      .where(sql`not front_desk`),
  );
  const [key] = await unit.ctx.db.select({ id: apiKeys.id }).from(apiKeys);
  return { profileId: agent!.id, keyId: key!.id };
}

/** What a driver does of itself: a prepared statement, and nothing around it. */
interface Driver {
  $client: { unsafe(text: string, params: readonly unknown[]): Promise<unknown[]> };
}

/**
 * The seven rows of a booking and its guard, by one plain prepared statement of a login that no row security binds.
 * @param databases one for each call at a time: each then has a connection to itself.
 * @returns books the `slot`-th hour of an agent.
 */
export function sevenPlainRows(
  databases: Database[],
  { scope }: UnitOfWork,
  { profileId, keyId }: Subjects,
): (slot: number) => Promise<void> {
  const idle = databases.map(({ db }) => (db as unknown as Driver).$client);
  const { organizationId, propertyId } = scope;
  return async (slot) => {
    const startsAt = farAhead + slot * hour;
    const [tourId, leadId] = [randomUUID(), randomUUID()];
    const { text, params } = plainStatement({
      tourId,
      leadId,
      organizationId,
      propertyId,
      profileId,
      keyId,
      key: randomUUID(),
      email: `${leadId}@example.org`,
      startsAt: iso(startsAt),
      endsAt: iso(startsAt + hour / 2),
      blockedUntil: iso(startsAt + hour * 0.75),
      now: iso(Date.now()),
      answer: JSON.stringify({ success: true, booking: { id: tourId, text: 'x'.repeat(600) } }),
    });
    const client = idle.pop()!;
    const written = await client.unsafe(text, params);
    idle.push(client);
    if (written.length !== 1) throw new Error('A plain row was not written');
  };
}

const plainStatement = statement<
  Record<
    | 'tourId'
    | 'leadId'
    | 'organizationId'
    | 'propertyId'
    | 'profileId'
    | 'keyId'
    | 'key'
    | 'email'
    | 'startsAt'
    | 'endsAt'
    | 'blockedUntil'
    | 'now'
    | 'answer',
    string
  >
>(
  {
    tourId: 'uuid',
    leadId: 'uuid',
    organizationId: 'uuid',
    propertyId: 'uuid',
    profileId: 'uuid',
    keyId: 'uuid',
    key: 'text',
    email: 'text',
    startsAt: 'timestamptz',
    endsAt: 'timestamptz',
    blockedUntil: 'timestamptz',
    now: 'timestamptz',
    answer: 'jsonb',
  },
  (of) => `
    with lead as (
      insert into leads (id, property_id, first_name, last_name, email, source, locale, created_at, updated_at)
      values (${of.leadId}, ${of.propertyId}, 'Ana', 'Diaz', ${of.email}, 'widget', 'en', ${of.now}, ${of.now})
    ), tour as (
      insert into tour_bookings (id, organization_id, property_id, profile_id, lead_id, tour_type, starts_at, ends_at,
        blocked_until, first_name, last_name, email, locale, created_at, updated_at)
      values (${of.tourId}, ${of.organizationId}, ${of.propertyId}, ${of.profileId}, ${of.leadId}, 'in_person',
        ${of.startsAt}, ${of.endsAt}, ${of.blockedUntil}, 'Ana', 'Diaz', ${of.email}, 'en', ${of.now}, ${of.now})
      on conflict on constraint no_overlap do nothing
      returning id
    ), history as (
      insert into tour_history (property_id, tour_id, at, action, actor, via)
      values (${of.propertyId}, ${of.tourId}, ${of.now}, 'booked', 'prospect', 'widget')
    ), event as (
      insert into calendar_events (tour_id, property_id, updated_at) values (${of.tourId}, ${of.propertyId}, ${of.now})
    ), consent as (
      insert into lead_consents (property_id, lead_id, kind, granted, text_version, tour_id, at)
      values (${of.propertyId}, ${of.leadId}, 'privacy', true, '1', ${of.tourId}, ${of.now})
    ), answer as (
      insert into idempotency_keys (property_id, asked_by, route, key, request_hash, status, body, created_at)
      values (${of.propertyId}, ${of.keyId}, 'tours', ${of.key}, 'hash', 201, ${of.answer}, ${of.now})
    ), job as (
      insert into pgboss.job_common (name, data, singleton_key, policy)
      values ('${syncTourJob.queue}', jsonb_build_object('organizationId', ${of.organizationId},
        'propertyId', ${of.propertyId}, 'tourId', ${of.tourId}), ${of.tourId}::text, 'stately')
    )
    select id from tour`,
);

/** Books the `slot`-th hour of an agent, and keeps the answer under the lease. */
export type Book = (slot: number, lease: Lease) => Promise<string>;

/**
 * Lead, guarded tour, history, event row, consent, kept answer and job: one transaction.
 * @param from the first hour.
 */
export function booking(unit: UnitOfWork, { profileId }: Subjects, from = farAhead): Book {
  return async (slot, lease) => {
    const startsAt = from + slot * hour;
    const prospect = {
      firstName: 'Ana',
      lastName: 'Diaz',
      email: `${randomUUID()}@example.org`,
      phone: null,
      source: 'widget' as const,
      locale: 'en',
      test: false,
    };
    const tour = {
      id: randomUUID(),
      profileId,
      tourType: 'in_person' as const,
      startsAt,
      endsAt: startsAt + hour / 2,
      blockedUntil: startsAt + hour * 0.75,
      specialRequests: null,
      unverified: false,
      caps: { property: null, agent: null, from: startsAt, to: startsAt },
      consents: [{ kind: 'privacy' as const, granted: true, textVersion: '1', page: null }],
    };
    const booked = toBooking(
      unit.ctx.config,
      { ...tour, status: 'confirmed', test: false },
      'America/Chicago',
      'Maya',
    );
    const answer = { success: true as const, booking: booked };
    const { outcome } = await writeBooking({ ...unit, lease }, prospect, tour, answer);
    return outcome;
  };
}

/** So many leases, as requests take them before they ask a calendar. @returns gives out the next one, with an answer. */
export function leases(
  { ctx, scope }: UnitOfWork,
  { keyId }: Subjects,
): (count: number) => Promise<() => Lease> {
  const leaseUntil = iso(farAhead);
  return async (count) => {
    const batch = randomUUID();
    await ctx.db.execute(sql`
      insert into idempotency_keys (property_id, asked_by, route, key, request_hash, lease_until, created_at)
      select ${scope.propertyId}, ${keyId}, 'tours', ${batch} || n, 'hash', ${leaseUntil}, now()
      from generate_series(1, ${count}::int) as n`);
    let n = 0;
    return () => {
      if (++n > count) throw new Error('more bookings than leases');
      return { askedBy: keyId, route: 'tours', key: `${batch}${n}`, leaseUntil };
    };
  };
}

/** All that a POST writes: the lease, then the booking. */
export function wholePost(unit: UnitOfWork, who: Subjects, from = farAhead) {
  const book = booking(unit, who, from);
  return async (slot: number): Promise<string> => {
    const request = { ...askedWithKey({ unit, keyId: who.keyId }, 'tours'), key: randomUUID() };
    return answerOnce({ ...request, body: { slot } }, ({ lease }) => book(slot, lease!));
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
