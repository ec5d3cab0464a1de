import type { ErrorCode } from '@luma-leasing/types/errors';
import type { Problem } from './state.ts';

/** Where a refusal leads the visitor. */
export type Advice =
  | 'retry'
  | 'pick-another'
  | 'back-to-times'
  | 'exists'
  | 'callback'
  | 'closed'
  | 'barred'
  | 'fix-fields';

export function adviceOn(problem: Problem): Advice {
  return problem.kind === 'unreachable' ? 'retry' : adviceOnCode(problem.code);
}

/** Exhaustive: a new code of the contract does not compile until it has a place here. */
function adviceOnCode(code: ErrorCode): Advice {
  switch (code) {
    case 'SLOT_TAKEN':
      return 'pick-another';
    case 'SLOT_NOT_OFFERED':
      return 'back-to-times';
    case 'TOUR_EXISTS':
      return 'exists';
    case 'CALENDAR_NOT_CONNECTED':
    case 'CALENDAR_AUTH_EXPIRED':
    case 'CALENDAR_UNREACHABLE':
      return 'callback';
    case 'TOURS_DISABLED':
      return 'closed';
    case 'MISSING_API_KEY':
    case 'INVALID_API_KEY':
    case 'ORIGIN_NOT_ALLOWED':
    case 'UNAUTHORIZED':
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
    case 'MEMBER_EXISTS':
      return 'barred';
    case 'INVALID_REQUEST':
      return 'fix-fields';
    case 'MALFORMED_BODY':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'PAYLOAD_TOO_LARGE':
    case 'NOT_FOUND':
    case 'METHOD_NOT_ALLOWED':
    case 'RATE_LIMITED':
    case 'TOUR_NOT_CHANGEABLE':
    case 'CUTOFF_PASSED':
    case 'LINK_INVALID':
    case 'LINK_EXPIRED':
    case 'LINK_USED':
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'IDEMPOTENCY_IN_PROGRESS':
    case 'OAUTH_STATE_INVALID':
    case 'OAUTH_DENIED':
    case 'OAUTH_SCOPES_MISSING':
    case 'OAUTH_EXCHANGE_FAILED':
    case 'DATABASE_UNAVAILABLE':
    case 'INTERNAL':
      return 'retry';
    default:
      // A server newer than this widget may know codes that it does not.
      code satisfies never;
      return 'retry';
  }
}
