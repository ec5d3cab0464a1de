import type { ErrorCode, StaffErrorCode } from '@luma-leasing/types/errors';
import type { StringKey, Translate } from '../i18n/words.ts';
import type { Refusal } from '../views/ui.ts';

/** Our own fault, or one that no visitor can mend. */
type ServerFault =
  StaffErrorCode | 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'DATABASE_UNAVAILABLE' | 'INTERNAL';

/** Exhaustive: a new code of the contract does not compile until it has words, here or above. */
const words: Record<Exclude<ErrorCode, ServerFault>, StringKey> = {
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

/** What a refusal means, in the visitor's words. */
export function refusal({ code, retryAfter }: Refusal, t: Translate): string {
  if (code === 'RATE_LIMITED' && retryAfter) return t('refusedWait', { n: Math.ceil(retryAfter) });
  // A server newer than this widget may know codes that it does not.
  return t((words as Partial<Record<ErrorCode, StringKey>>)[code] ?? 'refusedServer');
}
