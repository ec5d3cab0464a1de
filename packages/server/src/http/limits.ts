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
/** A page of a shared office address may well ask ten times a second. */
const reads: Limit = { points: 600, duration: 60 };

export type WriteSubject = Partial<Record<keyof typeof writes, string | undefined>>;

export interface Limits {
  /** Counts a write against whatever is named; holds across servers. @throws AppError RATE_LIMITED */
  write(subject: WriteSubject): Promise<void>;
  /** Counts a read, in this process. @throws AppError RATE_LIMITED */
  read(address: string): Promise<void>;
}

export function createLimits(db: Db): Limits {
  const writing = Object.entries(writes).map(([name, limit]) => ({
    name: name as keyof typeof writes,
    limiter: new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimits,
      keyPrefix: name,
      // Whoever is over the limit costs no further look-ups.
      inMemoryBlockOnConsumed: limit.points + 1,
      ...limit,
    }),
  }));
  const reading = new RateLimiterMemory(reads);
  return {
    write: async (subject) => {
      for (const { name, limiter } of writing) {
        const value = subject[name];
        // Fingerprints: a table of limits must not become a list of who asked.
        if (value) await consume(() => limiter.consume(fingerprint(value)));
      }
    },
    read: (address) => consume(() => reading.consume(address)),
  };
}

async function consume(count: () => Promise<RateLimiterRes>): Promise<void> {
  try {
    await count();
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new AppError('RATE_LIMITED', 'Too many requests. Please wait a little and try again.', {
      retryAfter,
    });
  }
}
