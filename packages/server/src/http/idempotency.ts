import { errorStatus, type ErrorBody, type ErrorCode } from '@luma-leasing/types/errors';
import type { Context } from '../context.ts';
import { rowsOf, type Tx } from '../db/client.ts';
import { asTenantInOneGo, type TenantScope } from '../db/scope.ts';
import { toSql } from '../db/statement.ts';
import { fingerprint } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';
import { bodyOf } from './on-error.ts';
import { keep, release, take, type Answer, type Lease } from './lease.ts';
import type { Member } from './member.ts';
import type { Caller } from './router.ts';

/** A key is one client's, for one route. */
export interface Request {
  caller: Pick<Caller, 'scope' | 'keyId'>;
  route: string;
  /** The header; absent: nothing is kept. */
  key: string | undefined;
  /** What was asked for: another body under the same key is refused. */
  body: unknown;
}

/** Makes of the body the answer that the run is to keep, in the transaction that makes it true. Absent: nothing is kept. */
export type Keep<Body> = (body: Body) => Answer | undefined;

const leaseMs = 30_000;
const keptMs = 24 * 3_600_000;
/** Refusals that trying again may overturn are not kept. */
const passing = new Set<ErrorCode>([
  'SLOT_TAKEN',
  'TOUR_NOT_CHANGEABLE',
  'RATE_LIMITED',
  'IDEMPOTENCY_IN_PROGRESS',
]);

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
  if (request.key === undefined) return run(() => undefined);
  if (!/^[\x21-\x7e]{8,200}$/.test(request.key))
    throw new AppError(
      'INVALID_REQUEST',
      'The Idempotency-Key must be 8 to 200 visible characters.',
    );
  const { scope } = request.caller;
  const taken = await takeLease(ctx, { ...request, key: request.key });
  if ('status' in taken) return replay<Body>(taken);
  try {
    return await run((body) => answerOf(taken, 201, body));
  } catch (error) {
    const final = error instanceof AppError && isKept(error.code);
    const settle = final
      ? keep(answerOf(taken, errorStatus[error.code], bodyOf(error)))
      : release(taken);
    await asTenantInOneGo(ctx.database, scope, settle);
    throw error;
  }
}

const answerOf = (lease: Lease, status: number, body: unknown): Answer => ({
  ...lease,
  status,
  body: JSON.stringify(body),
});

/**
 * A member of the team as one who asks at a property. What they ask for has keys of its own at each: there the rows of
 * another are out of sight.
 */
export const askedBy = (
  { userId }: Member,
  scope: TenantScope,
  route: string,
): Pick<Request, 'caller' | 'route'> => ({
  caller: { scope, keyId: userId },
  route: `${route} ${scope.propertyId}`,
});

/** Keeps an answer in a transaction of the run's. @throws AppError IDEMPOTENCY_IN_PROGRESS */
export async function keepAnswerIn(tx: Tx, answer: Answer | undefined): Promise<void> {
  if (answer && rowsOf(await tx.execute(toSql(keep(answer)))).length === 0) throw inProgress();
}

interface Kept {
  status: number;
  body: unknown;
}

// A kept refusal is refused again, in the same words.
function replay<Body>({ status, body }: Kept): Body {
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
async function takeLease(ctx: Context, request: Request & { key: string }): Promise<Kept | Lease> {
  const { caller, route, key } = request;
  const now = ctx.clock.now();
  const hash = fingerprint(JSON.stringify(request.body));
  const lease = { askedBy: caller.keyId, route, key, leaseUntil: iso(now + leaseMs) };
  const [row] = await asTenantInOneGo<Held>(
    ctx.database,
    caller.scope,
    take({
      ...lease,
      propertyId: caller.scope.propertyId,
      requestHash: hash,
      now: iso(now),
      forgotten: iso(now - keptMs),
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

/** Also when our lease ran out, and somebody else answers. */
export const inProgress = () =>
  new AppError('IDEMPOTENCY_IN_PROGRESS', 'This request is still being answered.', {
    retryAfter: 2,
  });

const iso = (ms: number) => new Date(ms).toISOString();
