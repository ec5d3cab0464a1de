import { isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { asSystem } from '../db/scope.ts';
import { type Placeholders, statement } from '../db/statement.ts';
import { idempotencyKeys } from '../db/tables/tours.ts';

/** SQL for the rows of requests with an `Idempotency-Key`. */

/** The right to answer a request. Two leases for one key differ by their end. */
export interface Lease {
  askedBy: string;
  route: string;
  key: string;
  /** ISO 8601. */
  leaseUntil: string;
}

/** An answer that is stored if the lease is still ours. */
export interface StoredAnswer extends Lease {
  status: number;
  /** JSON. */
  body: string;
}

/** The parameters of a statement that may store an answer; all null: it stores none. */
export type AnswerParams = { [Name in keyof StoredAnswer]: StoredAnswer[Name] | null };

export const noAnswer: AnswerParams = {
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

/** Selects a row if the lease is still ours, and locks it to the end of the transaction. */
export const holdLeaseSql = (given: Placeholders<Lease>): string =>
  `select key from idempotency_keys where ${isIts(given)} for update`;

/** Ends the lease and stores the answer. Changes a row only if the lease is still ours. */
export const keepAnswerSql = (given: Placeholders<StoredAnswer>): string => `
  update idempotency_keys set status = ${given.status}, body = ${given.body}, lease_until = null
  where ${isIts(given)}`;

export const keepAnswerStatement = statement<StoredAnswer>(
  answerTypes,
  (given) => `${keepAnswerSql(given)} returning key`,
);

/** Ends the lease without an answer. */
export const endLeaseStatement = statement<Lease>(
  leaseTypes,
  (given) => `delete from idempotency_keys where ${isIts(given)}`,
);

interface Asked extends Lease {
  propertyId: string;
  requestHash: string;
  now: string;
  /** An answer older than this is forgotten, and its key is free again; ISO 8601. */
  forgotten: string;
}

/**
 * Takes the key if it is new or a day old, or if the lease of the same request ended without an answer. Otherwise
 * returns the row as it is.
 */
export const takeLeaseStatement = statement<Asked>(
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
 * Deletes all leases of requests under way. Only for the start of a process that alone uses its database: the
 * holders were killed, so repeated requests need not wait for the end of the leases.
 */
export async function endAllLeases(ctx: Context): Promise<void> {
  await asSystem(ctx.db, (tx) => tx.delete(idempotencyKeys).where(isNull(idempotencyKeys.status)));
}
