import { isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { asSystem } from '../db/scope.ts';
import { type Placeholders, statement } from '../db/statement.ts';
import { idempotencyKeys } from '../db/tables/tours.ts';

/** What is written of requests that carry an `Idempotency-Key`. */

/** Whoever holds it answers. Its end tells one holder from the next. */
export interface Lease {
  askedBy: string;
  route: string;
  key: string;
  /** ISO 8601. */
  leaseUntil: string;
}

/** An answer to be kept, as long as the lease is ours. */
export interface Answer extends Lease {
  status: number;
  /** JSON. */
  body: string;
}

/** For a statement that keeps an answer, or none. */
export type AnswerGiven = { [Name in keyof Answer]: Answer[Name] | null };

export const noAnswer: AnswerGiven = {
  askedBy: null,
  route: null,
  key: null,
  leaseUntil: null,
  status: null,
  body: null,
};

const leaseTypes = { askedBy: 'uuid', route: 'text', key: 'text', leaseUntil: 'timestamptz' };
export const answerTypes = { ...leaseTypes, status: 'integer', body: 'jsonb' };

const isIts = (given: Placeholders<Lease>): string => `
  asked_by = ${given.askedBy} and route = ${given.route} and key = ${given.key}
    and lease_until = ${given.leaseUntil}`;

/** A row while the lease is ours; it stays ours to the end of the transaction. */
export const holdLease = (given: Placeholders<Lease>): string =>
  `select key from idempotency_keys where ${isIts(given)} for update`;

/** Gives the lease back with an answer. Returns a row if it was ours. */
export const keepAnswerSql = (given: Placeholders<Answer>): string => `
  update idempotency_keys set status = ${given.status}, body = ${given.body}, lease_until = null
  where ${isIts(given)}`;

export const keep = statement<Answer>(
  answerTypes,
  (given) => `${keepAnswerSql(given)} returning key`,
);

/** Gives the lease back without one. */
export const release = statement<Lease>(
  leaseTypes,
  (given) => `delete from idempotency_keys where ${isIts(given)}`,
);

interface Asked extends Lease {
  propertyId: string;
  requestHash: string;
  now: string;
  /** Answers from before are forgotten. */
  forgotten: string;
}

/** Takes the key when it is new or a day old, or when its lease ran out without an answer to the same question; else tells who has it. */
export const take = statement<Asked>(
  {
    ...leaseTypes,
    propertyId: 'uuid',
    requestHash: 'text',
    now: 'timestamptz',
    forgotten: 'timestamptz',
  },
  (given) => `
    with taken as (
      insert into idempotency_keys as k
        (property_id, asked_by, route, key, request_hash, lease_until, created_at)
      values (${given.propertyId}, ${given.askedBy}, ${given.route}, ${given.key}, ${given.requestHash},
        ${given.leaseUntil}, ${given.now})
      on conflict (asked_by, route, key) do update
        set request_hash = excluded.request_hash, lease_until = excluded.lease_until, status = null,
          body = null, created_at = excluded.created_at
        where k.created_at < ${given.forgotten}
          or (k.status is null and k.lease_until < ${given.now} and k.request_hash = excluded.request_hash)
      returning k.request_hash
    )
    select true as took, request_hash, null::int as status, null::jsonb as body from taken
    union all
    select false, request_hash, status, body from idempotency_keys
    where asked_by = ${given.askedBy} and route = ${given.route} and key = ${given.key}
    order by took desc limit 1`,
);

/**
 * Frees every key that is being answered. Only for a database that is this process's alone, as it starts:
 * whoever held them was killed, and those who ask again need not wait until the lease runs out.
 */
export async function freeLeases(ctx: Context): Promise<void> {
  await asSystem(ctx.db, (tx) => tx.delete(idempotencyKeys).where(isNull(idempotencyKeys.status)));
}
