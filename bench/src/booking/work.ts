/** What is compared: a booking's transaction, all that its POST writes, and the INSERT that any design would need. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '@luma-leasing/server/src/db/client.ts';
import { profiles } from '@luma-leasing/server/src/db/tables/profiles.ts';
import { apiKeys } from '@luma-leasing/server/src/db/tables/properties.ts';
import { toBooking } from '@luma-leasing/server/src/features/tours/present.ts';
import { writeBooking } from '@luma-leasing/server/src/features/tours/write-booking.ts';
import { answerOnce, askedWithKey } from '@luma-leasing/server/src/http/idempotency.ts';
import type { Lease } from '@luma-leasing/server/src/http/lease.ts';
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

/**
 * Guard and row alone, in a table of the same shape: one statement, one round trip.
 * @param databases one for each call at a time: each then has a connection to itself.
 * @returns books the `slot`-th hour of an agent.
 */
export async function bareInsert(databases: Database[]): Promise<(slot: number) => Promise<void>> {
  await databases[0]!.db.execute(sql`
    create table bare (
      id uuid primary key, profile_id uuid not null, starts_at timestamptz not null,
      ends_at timestamptz not null,
      blocked tstzrange generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
      constraint bare_no_overlap exclude using gist (profile_id with =, blocked with &&)
    )`);
  const profileId = randomUUID();
  const idle = [...databases];
  return async (slot) => {
    const startsAt = iso(farAhead + slot * hour);
    const endsAt = iso(farAhead + slot * hour + hour / 2);
    const database = idle.pop()!;
    await database.db.execute(sql`
      insert into bare (id, profile_id, starts_at, ends_at)
      values (${randomUUID()}, ${profileId}, ${startsAt}, ${endsAt})
      on conflict on constraint bare_no_overlap do nothing returning id`);
    idle.push(database);
  };
}

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
