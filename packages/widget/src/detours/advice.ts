import type { ErrorCode, StaffErrorCode } from '@luma-leasing/types/errors';
import type { Problem } from '../flow/state.ts';

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

/** Nothing but another try, now or later, helps with these. */
type Retried =
  | StaffErrorCode
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

/** Exhaustive: a new code of the contract does not compile until it has a place, here or above. */
const places: Record<Exclude<ErrorCode, Retried>, Advice> = {
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

/** A server newer than this widget may know codes that it does not: those are worth another try, too. */
export const adviceOn = (problem: Problem): Advice =>
  (problem.kind === 'refused' && (places as Partial<Record<ErrorCode, Advice>>)[problem.code]) ||
  'retry';
