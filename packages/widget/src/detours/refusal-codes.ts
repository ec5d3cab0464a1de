import type { ErrorCode, TeamErrorCode } from '@luma-leasing/types/errors';
import type { Problem } from '../flow/state.ts';
import type { StringKey, Translate } from '../i18n/words.ts';
import type { Refusal } from '../views/ui.ts';

/** Where a refusal leads the visitor; `retry` leaves them where they are. */
export type RefusalRoute =
  | 'retry'
  | 'pick-another'
  | 'back-to-times'
  | 'exists'
  | 'callback'
  | 'closed'
  | 'barred'
  | 'fix-fields';

/** Codes after which the visitor can only try again. */
type RetryCode =
  | TeamErrorCode
  | 'MALFORMED_BODY'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'PAYLOAD_TOO_LARGE'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'RATE_LIMITED'
  | 'TOUR_NOT_CHANGEABLE'
  | 'CUTOFF_PASSED'
  | 'LINK_INVALID'
  | 'LINK_EXPIRED'
  | 'LINK_USED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'DATABASE_UNAVAILABLE'
  | 'INTERNAL';

/** Exhaustive: a new code of the contract does not compile until it has a route, here or above. */
const routes: Record<Exclude<ErrorCode, RetryCode>, RefusalRoute> = {
  SLOT_TAKEN: 'pick-another',
  SLOT_NOT_OFFERED: 'back-to-times',
  TOUR_EXISTS: 'exists',
  CALENDAR_NOT_CONNECTED: 'callback',
  CALENDAR_AUTH_EXPIRED: 'callback',
  CALENDAR_UNREACHABLE: 'callback',
  TOURS_DISABLED: 'closed',
  MISSING_API_KEY: 'barred',
  INVALID_API_KEY: 'barred',
  ORIGIN_NOT_ALLOWED: 'barred',
  UNAUTHORIZED: 'barred',
  INVALID_REQUEST: 'fix-fields',
};

/** A code of a newer server, which this widget does not know, can be tried again. */
export const refusalRoute = (problem: Problem): RefusalRoute =>
  (problem.kind === 'refused' &&
    (routes as Partial<Record<ErrorCode, RefusalRoute>>)[problem.code]) ||
  'retry';

/** Codes that are our fault; the visitor cannot do anything about them. */
type ServerFault =
  TeamErrorCode | 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'DATABASE_UNAVAILABLE' | 'INTERNAL';

/** Exhaustive: a new code of the contract does not compile until it has words, here or above. */
const texts: Record<Exclude<ErrorCode, ServerFault>, StringKey> = {
  RATE_LIMITED: 'refusedBusy',
  IDEMPOTENCY_IN_PROGRESS: 'refusedRunning',
  PAYLOAD_TOO_LARGE: 'refusedLong',
  INVALID_REQUEST: 'refusedInput',
  MALFORMED_BODY: 'refusedInput',
  UNSUPPORTED_MEDIA_TYPE: 'refusedInput',
  IDEMPOTENCY_KEY_REUSED: 'refusedInput',
  SLOT_TAKEN: 'takenTitle',
  SLOT_NOT_OFFERED: 'notOffered',
  TOUR_EXISTS: 'existsTitle',
  TOURS_DISABLED: 'closedText',
  CALENDAR_NOT_CONNECTED: 'callbackText',
  CALENDAR_AUTH_EXPIRED: 'callbackText',
  CALENDAR_UNREACHABLE: 'callbackText',
  MISSING_API_KEY: 'barredText',
  INVALID_API_KEY: 'barredText',
  ORIGIN_NOT_ALLOWED: 'barredText',
  UNAUTHORIZED: 'barredText',
  TOUR_NOT_CHANGEABLE: 'refusedPast',
  CUTOFF_PASSED: 'refusedPast',
  LINK_INVALID: 'refusedPast',
  LINK_EXPIRED: 'refusedPast',
  LINK_USED: 'refusedPast',
};

export function refusalText({ code, retryAfter }: Refusal, t: Translate): string {
  if (code === 'RATE_LIMITED' && retryAfter) return t('refusedWait', { n: Math.ceil(retryAfter) });
  return t((texts as Partial<Record<ErrorCode, StringKey>>)[code] ?? 'refusedServer');
}
