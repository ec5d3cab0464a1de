import { z } from 'zod';

const WINDOW_MS = 60_000;

/** Google's limits; an order may set others. */
export const quotaOrder = z.strictObject({
  perUserPerMinute: z.number().int().min(1).default(600),
  perMinute: z.number().int().min(1).default(10_000),
  /** Google uses both statuses for the same thing. */
  status: z.union([z.literal(403), z.literal(429)]).default(403),
  /** Whether a refusal has Retry-After. */
  retryAfter: z.boolean().default(true),
});

type QuotaOrder = z.output<typeof quotaOrder>;

export interface Excess {
  status: 403 | 429;
  reason: 'userRateLimitExceeded' | 'rateLimitExceeded';
  retryAfterSeconds: number | undefined;
}

/**
 * Counts requests to the Calendar API over the last minute of the sandbox's clock, so that a test can reach the limit,
 * and leave it by moving the clock. Off until ordered, and not stored, like faults.
 */
export interface Quota {
  order(order: QuotaOrder): void;
  off(): void;
  /** Counts a request of the account; or returns the limit that refuses it, and does not count it. */
  spend(account: string): Excess | undefined;
  describe(): object;
}

export function createQuota(now: () => number): Quota {
  let limits: QuotaOrder | undefined;
  let spent: { at: number; account: string }[] = [];
  let refused = 0;

  const recent = () => {
    const at = now();
    // After the clock is set back, some requests are in the future; they do not count.
    spent = spent.filter((one) => one.at > at - WINDOW_MS && one.at <= at);
    return spent;
  };
  return {
    order(next) {
      limits = next;
    },
    off() {
      limits = undefined;
      spent = [];
      refused = 0;
    },
    spend(account) {
      if (limits === undefined) return undefined;
      const all = recent();
      const ofAccount = all.filter((one) => one.account === account);
      const isUsers = ofAccount.length >= limits.perUserPerMinute;
      if (!isUsers && all.length < limits.perMinute) {
        all.push({ at: now(), account });
        return undefined;
      }
      refused += 1;
      const oldest = (isUsers ? ofAccount : all)[0]?.at ?? now();
      return {
        status: limits.status,
        reason: isUsers && limits.status === 403 ? 'userRateLimitExceeded' : 'rateLimitExceeded',
        retryAfterSeconds: limits.retryAfter
          ? Math.max(1, Math.ceil((oldest + WINDOW_MS - now()) / 1000))
          : undefined,
      };
    },
    describe() {
      const lastMinute = Object.entries(Object.groupBy(recent(), ({ account }) => account));
      return {
        limits: limits ?? null,
        lastMinute: lastMinute.map(([account, all]) => ({ account, requests: all?.length ?? 0 })),
        refused,
      };
    },
  };
}
