import { and, eq, sql } from 'drizzle-orm';
import { errorStatus, type ErrorBody, type ErrorCode } from '@luma-leasing/types/errors';
import type { Context } from '../context.ts';
import { rowsOf, type Tx } from '../db/client.ts';
import { asTenant } from '../db/scope.ts';
import { idempotencyKeys } from '../db/tables/tours.ts';
import { fingerprint } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';
import { bodyOf } from './on-error.ts';
import type { Caller } from './router.ts';

/** A key is one client's, for one route. */
export interface Request {
  caller: Caller;
  route: string;
  /** The header; absent: nothing is kept. */
  key: string | undefined;
  /** What was asked for: another body under the same key is refused. */
  body: unknown;
}

/** Keeps the answer in the transaction that makes it true. */
export type Keep<Body> = (tx: Tx, body: Body) => Promise<void>;

const leaseMs = 30_000;
const keptMs = 24 * 3_600_000;
/** Refusals that trying again may overturn are not kept. */
const passing = new Set<ErrorCode>(['SLOT_TAKEN', 'RATE_LIMITED', 'IDEMPOTENCY_IN_PROGRESS']);

/**
 * Answers a request once, however often it is sent [B2]. The run keeps its own success, in its transaction;
 * final refusals are kept here; anything else frees the key for another try. Limits belong into the run: a
 * kept answer is given whatever they say, and counts against none.
 * @throws AppError IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS, INVALID_REQUEST, and what the run throws
 */
export async function answerOnce<Body>(
  ctx: Context,
  request: Request,
  run: (keep: Keep<Body>) => Promise<Body>,
): Promise<Body> {
  if (request.key === undefined) return run(async () => {});
  if (!/^[\x21-\x7e]{8,200}$/.test(request.key))
    throw new AppError(
      'INVALID_REQUEST',
      'The Idempotency-Key must be 8 to 200 visible characters.',
    );
  const { scope } = request.caller;
  const taken = await takeLease(ctx, request);
  if ('status' in taken) return replay<Body>(taken);
  try {
    return await run(async (tx, body) => {
      // Our lease ran out and somebody else answers: what we did is undone with the transaction.
      if (!(await settle(tx, request, taken, { status: 201, body }))) busy();
    });
  } catch (error) {
    const final = error instanceof AppError && isKept(error.code);
    await asTenant(ctx.db, scope, (tx) =>
      final
        ? settle(tx, request, taken, { status: errorStatus[error.code], body: bodyOf(error) })
        : release(tx, request, taken),
    );
    throw error;
  }
}

/** Whoever holds it answers. Its end tells one holder from the next. */
interface Lease {
  /** Epoch ms. */
  until: number;
}

interface Answer {
  status: number;
  body: unknown;
}

// A kept refusal is refused again, in the same words.
function replay<Body>({ status, body }: Answer): Body {
  if (status < 400) return body as Body;
  const { code, message, ...details } = (body as ErrorBody).error;
  throw new AppError(code, message, details);
}

/** Whether a refusal is given again, word for word, to the same request. */
export const isKept = (code: ErrorCode): boolean =>
  errorStatus[code] >= 400 && errorStatus[code] < 500 && !passing.has(code);

interface Held {
  took: boolean;
  request_hash: string;
  status: number | null;
  body: unknown;
}

// The lease need not survive a crash of the database: losing it loses only a refusal.
async function takeLease(ctx: Context, request: Request): Promise<Answer | Lease> {
  const now = ctx.clock.now();
  const hash = fingerprint(JSON.stringify(request.body));
  const result = await asTenant(
    ctx.db,
    request.caller.scope,
    (tx) => tx.execute(leaseStatement(request, hash, now)),
    [sql`set_config('synchronous_commit', 'off', true)`],
  );
  const [row] = rowsOf<Held>(result);
  if (!row) return busy();
  if (row.took) return { until: now + leaseMs };
  if (row.request_hash !== hash)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request. Use a new one.',
    );
  return row.status === null ? busy() : { status: row.status, body: row.body };
}

function busy(): never {
  throw new AppError('IDEMPOTENCY_IN_PROGRESS', 'This request is still being answered.', {
    retryAfter: 2,
  });
}

// Takes the key when it is new or a day old, or when its lease ran out without an answer to the same question; else tells who has it.
const leaseStatement = ({ caller, route, key }: Request, hash: string, now: number) => {
  const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  return sql`
    with taken as (
      insert into idempotency_keys as k
        (property_id, api_key_id, route, key, request_hash, lease_until, created_at)
      values (${caller.scope.propertyId}::uuid, ${caller.keyId}::uuid, ${route}, ${key}, ${hash},
        ${at(now + leaseMs)}, ${at(now)})
      on conflict (api_key_id, route, key) do update
        set request_hash = excluded.request_hash, lease_until = excluded.lease_until, status = null,
          body = null, created_at = excluded.created_at
        where k.created_at < ${at(now - keptMs)}
          or (k.status is null and k.lease_until < ${at(now)} and k.request_hash = excluded.request_hash)
      returning k.request_hash
    )
    select true as took, request_hash, null::int as status, null::jsonb as body from taken
    union all
    select false, request_hash, status, body from idempotency_keys
    where api_key_id = ${caller.keyId}::uuid and route = ${route} and key = ${key}
    order by took desc limit 1`;
};

const held = ({ caller, route, key = '' }: Request, { until }: Lease) =>
  and(
    eq(idempotencyKeys.apiKeyId, caller.keyId),
    eq(idempotencyKeys.route, route),
    eq(idempotencyKeys.key, key),
    eq(idempotencyKeys.leaseUntil, until),
  );

/** False when the lease is no longer ours. */
async function settle(tx: Tx, request: Request, lease: Lease, answer: Answer): Promise<boolean> {
  const settled = await tx
    .update(idempotencyKeys)
    .set({ ...answer, leaseUntil: null })
    .where(held(request, lease))
    .returning({ key: idempotencyKeys.key });
  return settled.length > 0;
}

const release = (tx: Tx, request: Request, lease: Lease) =>
  tx.delete(idempotencyKeys).where(held(request, lease));
