import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from '../db/client.ts';
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
/** A page of a shared office address may well ask ten times a second. */
const reads: Limit = { points: 600, duration: 60 };
/** A plain form: a person fills it in. */
const forms: Limit = { points: 30, duration: 60 };
/** Of pushes that prove nothing: a provider's own burst must get through. */
const refusals: Limit = { points: 600, duration: 60 };

export type WriteSubject = Partial<Record<keyof typeof writes, string | undefined>>;

export interface Limits {
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
}

export function createLimits(db: Db): Limits {
  const shared = (keyPrefix: string, limit: Limit) =>
    new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimits,
      keyPrefix,
      // Housekeeping does: a timer here would outlive the database it asks.
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
  return {
    write: async (subject) => {
      for (const { name, limiter } of writing) {
        const value = subject[name];
        // Fingerprints: a table of limits must not become a list of who asked.
        if (value) await consume(() => limiter.consume(fingerprint(value)));
      }
    },
    guess: async ({ address, email }, attempt) => {
      const keys = { pair: `${address} ${email}`, address, email };
      const counted = guessing.map(({ name, limiter }) => ({
        limiter,
        key: fingerprint(keys[name]),
      }));
      // Counted before it is tried, so that guesses at the same time count too; given back when it was right.
      for (const { limiter, key } of counted) await consume(() => limiter.consume(key));
      const result = await attempt();
      await Promise.all(counted.map(({ limiter, key }) => limiter.reward(key)));
      return result;
    },
    read: (address) => consume(() => reading.consume(address)),
    form: (address) => consume(() => sending.consume(address)),
    unlessRefused: async (address, work) => {
      const counted = await refusing.get(address);
      if (counted && counted.remainingPoints <= 0) throw limited(counted);
      try {
        return await work();
      } catch (error) {
        if (error instanceof AppError) await refusing.penalty(address);
        throw error;
      }
    },
  };
}

async function consume(count: () => Promise<RateLimiterRes>): Promise<void> {
  try {
    await count();
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw limited(refused);
  }
}

const limited = ({ msBeforeNext }: RateLimiterRes): AppError =>
  new AppError('RATE_LIMITED', 'Too many requests. Please wait a little and try again.', {
    retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });
