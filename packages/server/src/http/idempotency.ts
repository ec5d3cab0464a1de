import { errorStatus, type ErrorBody, type ErrorCode } from '@luma-leasing/types/errors';
import { rowsOf } from '../db/client.ts';
import { asTenantInOneGo } from '../db/scope.ts';
import { toSql } from '../db/statement.ts';
import { fingerprint } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';
import type { OpenUnit, UnitOfWork } from '../unit-of-work.ts';
import { errorBodyOf } from './on-error.ts';
import {
  endLeaseStatement,
  keepAnswerStatement,
  type Lease,
  type StoredAnswer,
  takeLeaseStatement,
} from './request-lease.ts';
import type { Member } from './member.ts';
import type { Caller } from './router.ts';
import { instantText } from '../lib/iso.ts';

/** A request with its idempotency key. Keys of different clients or routes are different keys. */
export interface IdempotentRequest {
  unit: UnitOfWork;
  /** The client: the id of a publishable key, or of a member. */
  askedBy: string;
  route: string;
  /** The header; absent: the answer is not kept. */
  key: string | undefined;
  /** The parsed body. A request with the same key and another body is refused. */
  body: unknown;
}

const leaseMs = 30_000;
const keptMs = 24 * 3_600_000;
/** Refusals that a later try may overcome. They are not kept. */
const passing = new Set<ErrorCode>([
  'SLOT_TAKEN',
  'TOUR_NOT_CHANGEABLE',
  'RATE_LIMITED',
  'IDEMPOTENCY_IN_PROGRESS',
]);

/**
 * Answers a request once, however often it is sent [B2].
 * @param run keeps its success itself, under its unit's lease and in its transaction: by `keepAnswer`, or within
 *   its statement. It also applies the limits, because a kept answer is given regardless of them. Final refusals
 *   are kept here; after any other error the key can be used again.
 * @throws AppError IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS, INVALID_REQUEST, and what the run throws
 */
export async function answerOnce<Body>(
  request: IdempotentRequest,
  run: (unit: UnitOfWork) => Promise<Body>,
): Promise<Body> {
  const { unit, key } = request;
  if (key === undefined) return run(unit);
  if (!/^[\x21-\x7e]{8,200}$/.test(key))
    throw new AppError(
      'INVALID_REQUEST',
      'The Idempotency-Key must be 8 to 200 visible characters.',
    );
  const taken = await takeLease({ ...request, key });
  if ('status' in taken) return replay<Body>(taken);
  try {
    return await run({ ...unit, lease: taken });
  } catch (error) {
    const final = error instanceof AppError && isKeptRefusal(error.code);
    const settle = final
      ? keepAnswerStatement(answerOf(taken, errorStatus[error.code], errorBodyOf(error)))
      : endLeaseStatement(taken);
    await asTenantInOneGo(unit.ctx.database, unit.scope, settle);
    throw error;
  }
}

const answerOf = (lease: Lease, status: number, body: unknown): StoredAnswer => ({
  ...lease,
  status,
  body: JSON.stringify(body),
});

/** The success that a statement has to keep; undefined if the request has no key. */
export const keptAnswer = ({ lease }: UnitOfWork, body: unknown): StoredAnswer | undefined =>
  lease && answerOf(lease, 201, body);

/**
 * Keeps a success in the transaction of its change.
 * @returns the body.
 * @throws AppError IDEMPOTENCY_IN_PROGRESS when the lease was lost.
 */
export async function keepAnswer<Body>(unit: OpenUnit, body: Body): Promise<Body> {
  const answer = keptAnswer(unit, body);
  if (answer && rowsOf(await unit.tx.execute(toSql(keepAnswerStatement(answer)))).length === 0)
    throw inProgress();
  return body;
}

/** A request with a publishable key. */
export const askedWithKey = ({ unit, keyId }: Pick<Caller, 'unit' | 'keyId'>, route: string) => ({
  unit,
  askedBy: keyId,
  route,
});

/**
 * A request of a member. At each property a member's keys are separate, because row security hides the rows of
 * other properties.
 */
export const askedByMember = ({ userId }: Member, unit: UnitOfWork, route: string) => ({
  unit,
  askedBy: userId,
  route: `${route} ${unit.scope.propertyId}`,
});

interface Kept {
  status: number;
  body: unknown;
}

// A kept refusal is thrown again, with the same words.
function replay<Body>({ status, body }: Kept): Body {
  if (status < 400) return body as Body;
  const { code, message, ...details } = (body as ErrorBody).error;
  throw new AppError(code, message, details);
}

/** Whether a refusal is kept, and given again to the same request. */
export const isKeptRefusal = (code: ErrorCode): boolean =>
  errorStatus[code] >= 400 && errorStatus[code] < 500 && !passing.has(code);

interface Held {
  took: boolean;
  request_hash: string;
  status: number | null;
  body: unknown;
}

// The lease is not flushed to disk: a crash of the database can lose only a refusal.
async function takeLease(request: IdempotentRequest & { key: string }): Promise<Kept | Lease> {
  const { askedBy, route, key } = request;
  const { ctx, scope } = request.unit;
  const now = ctx.clock.now();
  const hash = fingerprint(JSON.stringify(request.body));
  const lease = { askedBy, route, key, leaseUntil: instantText(now + leaseMs) };
  const [row] = await asTenantInOneGo<Held>(
    ctx.database,
    scope,
    takeLeaseStatement({
      ...lease,
      propertyId: scope.propertyId,
      requestHash: hash,
      now: instantText(now),
      forgotten: instantText(now - keptMs),
    }),
    { flush: false },
  );
  if (!row) throw inProgress();
  if (row.took) return lease;
  if (row.request_hash !== hash)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request. Use a new one.',
    );
  if (row.status === null) throw inProgress();
  return { status: row.status, body: row.body };
}

/** Also for a request whose lease has ended, while another one answers. */
export const inProgress = () =>
  new AppError('IDEMPOTENCY_IN_PROGRESS', 'This request is still being answered.', {
    retryAfter: 2,
  });
