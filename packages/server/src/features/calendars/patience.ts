import { RetryLater } from '../../jobs/retry-later.ts';
import { CalendarError } from './provider.ts';

/** However long the provider asks for: looking in costs one query, and a person may connect the account anew. */
const longestWaitMs = 5 * 60_000;

/** The provider wants to be left alone for a while: it was asked too often, or says when to come back from whatever fault. */
export const asksForPatience = (error: unknown): error is CalendarError =>
  error instanceof CalendarError && (error.fault === 'rate_limited' || !!error.retryAfterMs);

/** When a job looks in again. Spread out, so that those told the same moment do not all come back in it. */
export const retryLater = ({ retryAfterMs = 5_000, message }: CalendarError): RetryLater =>
  new RetryLater(Math.min(retryAfterMs, longestWaitMs) / 1000 + Math.random() * 3, message);
