import type { ErrorCode, TeamErrorCode } from '@luma-leasing/types/errors';

export type { ErrorCode };

/** A record, so that a new code of the contract does not compile until the random walks use it. */
const all: Record<Exclude<ErrorCode, TeamErrorCode>, true> = {
  INVALID_REQUEST: true,
  MALFORMED_BODY: true,
  UNSUPPORTED_MEDIA_TYPE: true,
  PAYLOAD_TOO_LARGE: true,
  NOT_FOUND: true,
  METHOD_NOT_ALLOWED: true,
  MISSING_API_KEY: true,
  INVALID_API_KEY: true,
  ORIGIN_NOT_ALLOWED: true,
  UNAUTHORIZED: true,
  RATE_LIMITED: true,
  TOURS_DISABLED: true,
  SLOT_NOT_OFFERED: true,
  SLOT_TAKEN: true,
  TOUR_EXISTS: true,
  TOUR_NOT_CHANGEABLE: true,
  CUTOFF_PASSED: true,
  LINK_INVALID: true,
  LINK_EXPIRED: true,
  LINK_USED: true,
  IDEMPOTENCY_KEY_REUSED: true,
  IDEMPOTENCY_IN_PROGRESS: true,
  CALENDAR_NOT_CONNECTED: true,
  CALENDAR_AUTH_EXPIRED: true,
  CALENDAR_UNREACHABLE: true,
  DATABASE_UNAVAILABLE: true,
  INTERNAL: true,
};
export const errorCodes = Object.keys(all) as ErrorCode[];
