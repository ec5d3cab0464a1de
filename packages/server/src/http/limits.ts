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
/** Answers that tell that an address has a tour to come, which cannot be hidden from who would otherwise be booked. */
const tellings = {
  // One visitor at one property: behind an address there may be thousands, who book elsewhere.
  visitor: { points: 5, duration: hour },
  // Over this, each visitor may hear it once: to refuse everybody would be what an attacker wants.
  key: { points: 60, duration: hour },
} satisfies Record<string, Limit>;
/** A page of a shared office address may well ask ten times a second. */
const reads: Limit = { points: 600, duration: 60 };
/** A plain form: a person fills it in. */
const forms: Limit = { points: 30, duration: 60 };
/** Of pushes that prove nothing: a provider's own burst must get through. */
const refusals: Limit = { points: 600, duration: 60 };

export type WriteSubject = Partial<Record<keyof typeof writes, string | undefined>>;

export interface Limits {
  /**
   * A write that books. Counts whom the calendar may write to, and what is told of other people's tours: whoever heard
   * that too often books nothing for a while, since each refusal that they do not meet tells them something, too.
   * @param attempt gets whether an address that is new to the property may be written to.
   * @throws AppError RATE_LIMITED, and what the attempt throws
   */
  book<T>(
    who: WriteSubject & { key: string; address: string },
    attempt: (mayInvite: boolean) => Promise<T>,
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
}

export function createLimits({ db, config, log }: Pick<Context, 'db' | 'config' | 'log'>): Limits {
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
  const inviting = shared('invite', { points: config.INVITATIONS_PER_VISITOR, duration: hour });
  const telling = {
    visitor: shared('told-visitor', tellings.visitor),
    key: shared('told-key', tellings.key),
  };

  const write: Limits['write'] = async (subject) => {
    for (const { name, limiter } of writing) {
      const value = subject[name];
      // Fingerprints: a table of limits must not become a list of who asked.
      if (value) await consume(() => limiter.consume(fingerprint(value)));
    }
  };

  return {
    write,
    book: async (who, attempt) => {
      await write(who);
      const { key, address } = who;
      const visitor = fingerprint(`${key} ${address}`);
      // Counted before it is tried, like a password: what was not told, and not booked, is given back.
      const [told, toldAll, mayInvite] = await Promise.all([
        telling.visitor.penalty(visitor),
        telling.key.get(fingerprint(key)),
        fits(() => inviting.consume(visitor)),
      ]);
      const isUsual = (toldAll?.consumedPoints ?? 0) < tellings.key.points;
      const most = isUsual ? tellings.visitor.points : 1;
      let outcome: 'booked' | 'told' | 'neither' = 'neither';
      try {
        if (told.consumedPoints > most) {
          log.warn({ key, visitor }, 'asked too often whether an address has a tour');
          throw limited(told);
        }
        const booked = await attempt(mayInvite);
        outcome = 'booked';
        return booked;
      } catch (error) {
        if (error instanceof AppError && error.code === 'TOUR_EXISTS') {
          outcome = 'told';
          log.info({ key, visitor }, 'told that an address has a tour');
        }
        throw error;
      } finally {
        await Promise.all([
          outcome === 'told'
            ? telling.key.penalty(fingerprint(key))
            : telling.visitor.reward(visitor),
          mayInvite && outcome !== 'booked' && inviting.reward(visitor),
        ]).catch((err: unknown) => {
          // What was booked stands, whatever becomes of the count.
          log.warn({ err }, 'a limit could not be given back');
        });
      }
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
  const refused = await refusalOf(count);
  if (refused) throw limited(refused);
}

const fits = async (count: () => Promise<RateLimiterRes>): Promise<boolean> =>
  !(await refusalOf(count));

async function refusalOf(
  count: () => Promise<RateLimiterRes>,
): Promise<RateLimiterRes | undefined> {
  try {
    await count();
    return undefined;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
}

const limited = ({ msBeforeNext }: RateLimiterRes): AppError =>
  new AppError('RATE_LIMITED', 'Too many requests. Please wait a little and try again.', {
    retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });
