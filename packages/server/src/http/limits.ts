import { and, gt, inArray } from 'drizzle-orm';
import pLimit, { type LimitFunction } from 'p-limit';
import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/tables/rate-limits.ts';
import { fingerprint } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';

/** So many in so many seconds. */
interface Limit {
  points: number;
  duration: number;
}

const hour = 3600;
/** In the order in which they are asked: who is refused by one counts against none that comes after it. */
const writes = {
  address: { points: 60, duration: hour },
  email: { points: 10, duration: hour },
  phone: { points: 10, duration: hour },
  // Shared by all visitors of a property: last, so that no one of them can use it up.
  key: { points: 600, duration: hour },
} satisfies Record<string, Limit>;
/** Wrong passwords. One address that guesses locks nobody else out, and many cannot guess at one account. */
const guesses = {
  pair: { points: 10, duration: hour / 4 },
  address: { points: 50, duration: hour / 4 },
  email: { points: 100, duration: hour },
} satisfies Record<string, Limit>;
/**
 * Answers that somebody has a tour to come. A visitor is an address of the network at one property: behind it there may
 * be thousands, who book elsewhere.
 */
const tellings = {
  visitor: { points: 5, duration: hour },
  // Over this, each visitor may hear one: refusing everybody would let an attacker close the property.
  property: { points: 60, duration: hour },
} satisfies Record<string, Limit>;
/** So many bookings of one visitor run at once in one server; the others wait for their turn. */
const bookingsAtOnce = 3;
/** A page of a shared office address may well ask ten times a second. */
const reads: Limit = { points: 600, duration: 60 };
/** A plain form: a person fills it in. */
const forms: Limit = { points: 30, duration: 60 };
/** Of secrets that are wrong or missing: whoever has one sends it right. */
const secrets: Limit = { points: 30, duration: 60 };
/** Of pushes that prove nothing: a provider's own burst must get through. */
const refusals: Limit = { points: 600, duration: 60 };

export type WriteSubject = Partial<Record<keyof typeof writes, string | undefined>>;

/** What a booking came to, and whether it lets the calendar write to a new address. */
export interface Attempted<T> {
  answer: T;
  invitesStranger: boolean;
}

export interface Limits {
  /**
   * A write that books. After it, what it came to is counted against its visitor: an answer that somebody has a tour, or
   * an invitation to an address that is new to the property. Whoever heard too many such answers books nothing for a
   * while: the next booking that is not refused would be an answer, too.
   * @param attempt gets whether an address that is new to the property may be invited.
   * @throws AppError RATE_LIMITED, and what the attempt throws
   */
  book<T>(
    who: WriteSubject & { propertyId: string; address: string },
    attempt: (mayInvite: boolean) => Promise<Attempted<T>>,
  ): Promise<T>;
  /** Counts a write against whatever is named; holds across servers. @throws AppError RATE_LIMITED */
  write(subject: WriteSubject): Promise<void>;
  /** Counts a password that turns out wrong; holds across servers. @throws AppError RATE_LIMITED */
  guess<T>(who: { address: string; email: string }, attempt: () => Promise<T>): Promise<T>;
  /** Counts a read, in this process. @throws AppError RATE_LIMITED */
  read(address: string): Promise<void>;
  /** Counts a plain form that was sent, in this process. @throws AppError RATE_LIMITED */
  form(address: string): Promise<void>;
  /**
   * Lets work be done for whoever was not refused it too often; what it refuses counts, in this process.
   * @throws AppError RATE_LIMITED before the work, and what the work throws
   */
  unlessRefused<T>(address: string, work: () => Promise<T>): Promise<T>;
  /** The same for whoever sends the secret of a program. */
  secret<T>(address: string, work: () => Promise<T>): Promise<T>;
}

export function createLimits({ db, config, log }: Pick<Context, 'db' | 'config' | 'log'>): Limits {
  const shared = (keyPrefix: string, limit: Limit) =>
    new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimits,
      keyPrefix,
      // A sweep does: a timer here would outlive the database it asks.
      clearExpiredByTimeout: false,
      // Whoever is over the limit costs no further look-ups.
      inMemoryBlockOnConsumed: limit.points + 1,
      ...limit,
    });
  const writing = Object.entries(writes).map(([name, limit]) => ({
    name: name as keyof typeof writes,
    limiter: shared(name, limit),
  }));
  const guessing = Object.entries(guesses).map(([name, limit]) => ({
    name: name as keyof typeof guesses,
    limiter: shared(`guess-${name}`, limit),
  }));
  const reading = new RateLimiterMemory(reads);
  const sending = new RateLimiterMemory(forms);
  const refusing = new RateLimiterMemory(refusals);
  const guessingSecrets = new RateLimiterMemory(secrets);
  // Read before a booking and counted after it, so never taken back: see `bookingsAtOnce` for what runs in between.
  const inviting = shared('invite', { points: config.INVITATIONS_PER_VISITOR, duration: hour });
  const telling = shared('told-visitor', tellings.visitor);
  const tellingAll = shared('told-property', tellings.property);
  const inTurn = turns(bookingsAtOnce);

  const write: Limits['write'] = async (subject) => {
    for (const { name, limiter } of writing) {
      const value = subject[name];
      // Fingerprints: a table of limits must not become a list of who asked.
      if (value) await consume(() => limiter.consume(fingerprint(value)));
    }
  };

  return {
    write,
    book: async ({ propertyId, ...who }, attempt) => {
      await write(who);
      const visitor = fingerprint(`${propertyId} ${who.address}`);
      return inTurn(visitor, async () => {
        const [told, toldAll, invited] = await counts(db, [
          telling.getKey(visitor),
          tellingAll.getKey(propertyId),
          inviting.getKey(visitor),
        ]);
        const most = toldAll!.points < tellings.property.points ? tellings.visitor.points : 1;
        if (told!.points >= most) {
          log.warn({ propertyId, visitor }, 'asked too often whether an address has a tour');
          throw limited(told!);
        }
        try {
          const { answer, invitesStranger } = await attempt(
            invited!.points < config.INVITATIONS_PER_VISITOR,
          );
          // What was booked stands, whatever becomes of the count.
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
    guess: async ({ address, email }, attempt) => {
      const keys = { pair: `${address} ${email}`, address, email };
      const counted = guessing.map(({ name, limiter }) => ({
        limiter,
        key: fingerprint(keys[name]),
      }));
      // Before it is tried, so that guesses at the same time count too; given back when it was right.
      for (const { limiter, key } of counted) await consume(() => limiter.consume(key));
      const result = await attempt();
      await Promise.all(counted.map(({ limiter, key }) => limiter.reward(key)));
      return result;
    },
    read: (address) => consume(() => reading.consume(address)),
    form: (address) => consume(() => sending.consume(address)),
    unlessRefused: (address, work) => countRefusals(refusing, address, work),
    secret: (address, work) => countRefusals(guessingSecrets, address, work),
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

/** What stands against each of these keys now, in one statement. */
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

/** Lets at most so many works of one name run at once; the others wait for their turn. */
function turns(most: number) {
  const limits = new Map<string, LimitFunction>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = limits.get(name) ?? pLimit(most);
    limits.set(name, mine);
    try {
      return await mine(work);
    } finally {
      if (mine.activeCount + mine.pendingCount === 0) limits.delete(name);
    }
  };
}
