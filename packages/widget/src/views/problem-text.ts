import type { ErrorCode } from '@luma-leasing/types/errors';
import type { Problem } from '../flow/state.ts';
import type { StringKey } from '../i18n/en.ts';
import type { Translate } from '../i18n/words.ts';

/** What went wrong, for the person who met it. */
export function problemText(problem: Problem, t: Translate): string {
  if (problem.kind === 'unreachable') return t('unreachable');
  const { code, retryAfter } = problem;
  if (code === 'RATE_LIMITED' && retryAfter) return t('refusedWait', { n: Math.ceil(retryAfter) });
  return t(keyOf(code));
}

/** Exhaustive: a new code of the contract does not compile until it has words. */
function keyOf(code: ErrorCode): StringKey {
  switch (code) {
    case 'RATE_LIMITED':
      return 'refusedBusy';
    case 'IDEMPOTENCY_IN_PROGRESS':
      return 'refusedRunning';
    case 'PAYLOAD_TOO_LARGE':
      return 'refusedLong';
    case 'INVALID_REQUEST':
    case 'MALFORMED_BODY':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'IDEMPOTENCY_KEY_REUSED':
      return 'refusedInput';
    case 'SLOT_TAKEN':
      return 'takenTitle';
    case 'SLOT_NOT_OFFERED':
      return 'notOffered';
    case 'TOUR_EXISTS':
      return 'existsTitle';
    case 'TOURS_DISABLED':
      return 'closedText';
    case 'CALENDAR_NOT_CONNECTED':
    case 'CALENDAR_AUTH_EXPIRED':
    case 'CALENDAR_UNREACHABLE':
      return 'callbackText';
    case 'MISSING_API_KEY':
    case 'INVALID_API_KEY':
    case 'ORIGIN_NOT_ALLOWED':
    case 'UNAUTHORIZED':
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
    case 'MEMBER_EXISTS':
      return 'barredText';
    case 'TOUR_NOT_CHANGEABLE':
    case 'CUTOFF_PASSED':
    case 'LINK_INVALID':
    case 'LINK_EXPIRED':
    case 'LINK_USED':
      return 'refusedPast';
    case 'NOT_FOUND':
    case 'METHOD_NOT_ALLOWED':
    case 'OAUTH_STATE_INVALID':
    case 'OAUTH_DENIED':
    case 'OAUTH_SCOPES_MISSING':
    case 'OAUTH_EXCHANGE_FAILED':
    case 'DATABASE_UNAVAILABLE':
    case 'INTERNAL':
      return 'refusedServer';
    default:
      // A server newer than this widget may know codes that it does not.
      code satisfies never;
      return 'refusedServer';
  }
}
