import { and, gt, inArray } from 'drizzle-orm';
import pLimit, { type LimitFunction } from 'p-limit';
import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/tables/rate-limits.ts';
import { fingerprint } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';

/** At most `points` in `duration` seconds. */
interface Limit {
  points: number;
  duration: number;
}

const hour = 3600;
/**
 * Limits on writes, in the order in which they are checked. A request that one refuses does not count against the
 * next ones.
 */
const writes = {
  address: { points: 60, duration: hour },
  email: { points: 10, duration: hour },
  phone: { points: 10, duration: hour },
  // All visitors of a property share this one. It comes last, so that no single visitor can use it up.
  key: { points: 600, duration: hour },
} satisfies Record<string, Limit>;
/**
 * Limits on wrong passwords. An address that guesses locks nobody else out, and many addresses together cannot
 * guess one account's password.
 */
const wrongPasswords = {
  pair: { points: 10, duration: hour / 4 },
  address: { points: 50, duration: hour / 4 },
  email: { points: 100, duration: hour },
} satisfies Record<string, Limit>;
/**
 * Limits on answers that somebody has a future tour. A visitor is one network address at one property, because
 * thousands of people behind an address may book elsewhere.
 */
const tourExistsAnswers = {
  visitor: { points: 5, duration: hour },
  // Beyond this, each visitor may get one such answer: refusing everybody would let an attacker close the property.
  property: { points: 60, duration: hour },
} satisfies Record<string, Limit>;
/** One server runs this many bookings of a visitor at once; the others wait. */
const bookingsAtOnce = 3;
/** For reads: pages behind one office address may well send ten a second. */
const reads: Limit = { points: 600, duration: 60 };
/** For plain forms, which a person fills in. */
const forms: Limit = { points: 30, duration: 60 };
/** Of secrets that are wrong or missing: whoever has one sends it right. */
const wrongSecrets: Limit = { points: 30, duration: 60 };
/** Of pushes that prove nothing: a provider's own burst must get through. */
const refusedPushes: Limit = { points: 600, duration: 60 };

export type WriteSubject = Partial<Record<keyof typeof writes, string | undefined>>;

/** The result of a booking, and whether the calendar invites an address that is new. */
export interface BookingAttempt<T> {
  answer: T;
  invitesStranger: boolean;
}

export interface Limits {
  /**
   * Runs a booking, then counts its invitation of a new address, or its answer that somebody has a tour. After too
   * many such answers a visitor cannot book for a while: another outcome would tell as much.
   * @param attempt gets whether it may invite an address that is new to the property.
   * @throws AppError RATE_LIMITED, and what the attempt throws
   */
  limitBooking<T>(
    who: WriteSubject & { propertyId: string; address: string },
    attempt: (mayInvite: boolean) => Promise<BookingAttempt<T>>,
  ): Promise<T>;
  /** Counts a write against each given subject, for all servers. @throws AppError RATE_LIMITED */
  countWrite(subject: WriteSubject): Promise<void>;
  /** Runs a sign-in, and counts a wrong password, for all servers. @throws AppError RATE_LIMITED */
  limitWrongPasswords<T>(
    who: { address: string; email: string },
    attempt: () => Promise<T>,
  ): Promise<T>;
  /** Counts a read, in this process. @throws AppError RATE_LIMITED */
  countRead(address: string): Promise<void>;
  /** Counts a sent form, in this process. @throws AppError RATE_LIMITED */
  countForm(address: string): Promise<void>;
  /**
   * Does the work unless the address has been refused too often; counts a refusal, in this process.
   * @throws AppError RATE_LIMITED before the work, and what the work throws
   */
  limitRefusedPushes<T>(address: string, work: () => Promise<T>): Promise<T>;
  /** The same for whoever sends the secret of a program. */
  limitWrongSecrets<T>(address: string, work: () => Promise<T>): Promise<T>;
}

export function createLimits({ db, config, log }: Pick<Context, 'db' | 'config' | 'log'>): Limits {
  const shared = (keyPrefix: string, limit: Limit) =>
    new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimits,
      keyPrefix,
      // A sweep deletes expired rows: a timer would outlive the database.
      clearExpiredByTimeout: false,
      // A client over the limit costs no more queries.
      inMemoryBlockOnConsumed: limit.points + 1,
      ...limit,
    });
  const writing = Object.entries(writes).map(([name, limit]) => ({
    name: name as keyof typeof writes,
    limiter: shared(name, limit),
  }));
  const guessing = Object.entries(wrongPasswords).map(([name, limit]) => ({
    name: name as keyof typeof wrongPasswords,
    limiter: shared(`guess-${name}`, limit),
  }));
  const reading = new RateLimiterMemory(reads);
  const sending = new RateLimiterMemory(forms);
  const refusing = new RateLimiterMemory(refusedPushes);
  const guessingSecrets = new RateLimiterMemory(wrongSecrets);
  // Read before a booking and counted after it, so never taken back: see `bookingsAtOnce` for what runs in between.
  const inviting = shared('invite', { points: config.INVITATIONS_PER_VISITOR, duration: hour });
  const telling = shared('told-visitor', tourExistsAnswers.visitor);
  const tellingAll = shared('told-property', tourExistsAnswers.property);
  const inTurn = turns(bookingsAtOnce);

  const countWrite: Limits['countWrite'] = async (subject) => {
    for (const { name, limiter } of writing) {
      const value = subject[name];
      // The table keeps hashes, so that it is no list of people.
      if (value) await consume(() => limiter.consume(fingerprint(value)));
    }
  };

  return {
    countWrite,
    limitBooking: async ({ propertyId, ...who }, attempt) => {
      await countWrite(who);
      const visitor = fingerprint(`${propertyId} ${who.address}`);
      return inTurn(visitor, async () => {
        const [visitorAnswers, propertyAnswers, invitations] = await counts(db, [
          telling.getKey(visitor),
          tellingAll.getKey(propertyId),
          inviting.getKey(visitor),
        ]);
        const most =
          propertyAnswers!.points < tourExistsAnswers.property.points
            ? tourExistsAnswers.visitor.points
            : 1;
        if (visitorAnswers!.points >= most) {
          log.warn({ propertyId, visitor }, 'asked too often whether an address has a tour');
          throw limited(visitorAnswers!);
        }
        try {
          const { answer, invitesStranger } = await attempt(
            invitations!.points < config.INVITATIONS_PER_VISITOR,
          );
          // The booking stays valid if the count fails.
          if (invitesStranger)
            await inviting.penalty(visitor).catch((err: unknown) => {
              log.warn({ err }, 'an invitation was not counted');
            });
          return answer;
        } catch (error) {
          if (error instanceof AppError && error.code === 'TOUR_EXISTS') {
            await Promise.all([telling.penalty(visitor), tellingAll.penalty(propertyId)]);
            log.info({ propertyId, visitor }, 'told that an address has a tour');
          }
          throw error;
        }
      });
    },
    limitWrongPasswords: async ({ address, email }, attempt) => {
      const keys = { pair: `${address} ${email}`, address, email };
      const counted = guessing.map(({ name, limiter }) => ({
        limiter,
        key: fingerprint(keys[name]),
      }));
      // Counted before the attempt, so that simultaneous guesses count, and given back if the password was right.
      for (const { limiter, key } of counted) await consume(() => limiter.consume(key));
      const result = await attempt();
      await Promise.all(counted.map(({ limiter, key }) => limiter.reward(key)));
      return result;
    },
    countRead: (address) => consume(() => reading.consume(address)),
    countForm: (address) => consume(() => sending.consume(address)),
    limitRefusedPushes: (address, work) => countRefusals(refusing, address, work),
    limitWrongSecrets: (address, work) => countRefusals(guessingSecrets, address, work),
  };
}

async function countRefusals<T>(
  limiter: RateLimiterMemory,
  address: string,
  work: () => Promise<T>,
): Promise<T> {
  const counted = await limiter.get(address);
  if (counted && counted.remainingPoints <= 0) throw limited(counted);
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) await limiter.penalty(address);
    throw error;
  }
}

async function consume(count: () => Promise<RateLimiterRes>): Promise<void> {
  try {
    await count();
  } catch (refused) {
    throw refused instanceof RateLimiterRes ? limited(refused) : refused;
  }
}

const limited = ({ msBeforeNext }: Pick<RateLimiterRes, 'msBeforeNext'>): AppError =>
  new AppError('RATE_LIMITED', 'Too many requests. Please wait a little and try again.', {
    retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });

/** The current count of each key, in one statement. */
async function counts(db: Context['db'], keys: string[]) {
  const now = Date.now();
  const rows = await db
    .select()
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, keys), gt(rateLimits.expire, new Date(now))));
  return keys.map((key) => {
    const row = rows.find((one) => one.key === key);
    return { points: row?.points ?? 0, msBeforeNext: (row?.expire?.getTime() ?? now) - now };
  });
}

/** Runs at most this many works of one name at once; the others wait. */
function turns(most: number) {
  const limits = new Map<string, LimitFunction>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const limit = limits.get(name) ?? pLimit(most);
    limits.set(name, limit);
    try {
      return await limit(work);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) limits.delete(name);
    }
  };
}
