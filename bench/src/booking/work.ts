/** The two things compared: the whole transaction of a booking, and the INSERT that any design would need. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Context } from '@luma-leasing/server/src/context.ts';
import type { TenantScope } from '@luma-leasing/server/src/db/scope.ts';
import { asTenant } from '@luma-leasing/server/src/db/scope.ts';
import { profiles } from '@luma-leasing/server/src/db/tables/profiles.ts';
import { apiKeys } from '@luma-leasing/server/src/db/tables/properties.ts';
import { writeBooking } from '@luma-leasing/server/src/features/tours/write-booking.ts';
import { answerOnce } from '@luma-leasing/server/src/http/idempotency.ts';

const hour = 3_600_000;
const farAhead = Date.parse('2030-01-01T00:00:00Z');

export interface Subjects {
  profileId: string;
  keyId: string;
}

export async function subjects(ctx: Context, scope: TenantScope): Promise<Subjects> {
  const [agent] = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({ id: profiles.id })
      .from(profiles)
      .where(sql`not front_desk`),
  );
  const [key] = await ctx.db.select({ id: apiKeys.id }).from(apiKeys);
  return { profileId: agent!.id, keyId: key!.id };
}

/**
 * Guard and row alone, in a table of the same shape: one statement, one round trip.
 * @returns books the `slot`-th hour of an agent.
 */
export async function bareInsert(ctx: Context): Promise<(slot: number) => Promise<void>> {
  await ctx.db.execute(sql`
    create table bare (
      id uuid primary key, profile_id uuid not null, starts_at timestamptz not null,
      ends_at timestamptz not null,
      blocked tstzrange generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
      constraint bare_no_overlap exclude using gist (profile_id with =, blocked with &&)
    )`);
  const profileId = randomUUID();
  return async (slot) => {
    const startsAt = iso(farAhead + slot * hour);
    const endsAt = iso(farAhead + slot * hour + hour / 2);
    await ctx.db.execute(sql`
      insert into bare (id, profile_id, starts_at, ends_at)
      values (${randomUUID()}, ${profileId}, ${startsAt}, ${endsAt})
      on conflict on constraint bare_no_overlap do nothing returning id`);
  };
}

/**
 * Lease, lead, guarded tour, history, event row, kept answer and job: what a POST writes.
 * @param from the first hour.
 */
export function wholeBooking(
  ctx: Context,
  scope: TenantScope,
  { profileId, keyId }: Subjects,
  from = farAhead,
) {
  const caller = { scope, keyId, test: false };
  return async (slot: number): Promise<string> => {
    const startsAt = from + slot * hour;
    const email = `${randomUUID()}@example.org`;
    const request = { caller, route: 'tours', key: randomUUID(), body: { startsAt, email } };
    const { outcome } = await answerOnce<{ outcome: string }>(ctx, request, (keep) =>
      writeBooking(
        ctx,
        caller,
        {
          firstName: 'Ana',
          lastName: 'Diaz',
          email,
          phone: null,
          source: 'widget',
          locale: 'en',
          test: false,
        },
        {
          id: randomUUID(),
          profileId,
          tourType: 'in_person',
          startsAt,
          endsAt: startsAt + hour / 2,
          blockedUntil: startsAt + hour * 0.75,
          specialRequests: null,
          unverified: false,
          caps: { property: null, agent: null, from: startsAt, to: startsAt },
          consents: [{ kind: 'privacy', granted: true, textVersion: '1', page: null }],
        },
        Date.now(),
        (tx) => keep(tx, { outcome: 'booked' }),
      ),
    );
    return outcome;
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
