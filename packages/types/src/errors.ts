import { z } from 'zod';

/**
 * All error codes of this API, with their HTTP status. Codes are stable: new ones may be added, but none is renamed or
 * gets another meaning.
 */
export const errorStatus = {
  INVALID_REQUEST: 422,
  MALFORMED_BODY: 400,
  UNSUPPORTED_MEDIA_TYPE: 415,
  PAYLOAD_TOO_LARGE: 413,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  MISSING_API_KEY: 401,
  INVALID_API_KEY: 401,
  ORIGIN_NOT_ALLOWED: 403,
  UNAUTHORIZED: 401,
  SECRET_NOT_SET: 403,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  MEMBER_EXISTS: 409,
  SLUG_TAKEN: 409,
  RATE_LIMITED: 429,
  TOURS_DISABLED: 403,
  SLOT_NOT_OFFERED: 422,
  SLOT_TAKEN: 409,
  TOUR_EXISTS: 409,
  TOUR_NOT_CHANGEABLE: 409,
  CUTOFF_PASSED: 409,
  LINK_INVALID: 404,
  LINK_EXPIRED: 410,
  LINK_USED: 410,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  CALENDAR_NOT_CONNECTED: 503,
  CALENDAR_AUTH_EXPIRED: 503,
  CALENDAR_UNREACHABLE: 503,
  OAUTH_STATE_INVALID: 400,
  OAUTH_DENIED: 403,
  OAUTH_SCOPES_MISSING: 403,
  OAUTH_EXCHANGE_FAILED: 502,
  CALENDAR_NOT_WRITABLE: 422,
  CALENDAR_PROVIDER_UNKNOWN: 422,
  PUSH_REFUSED: 403,
  DATABASE_UNAVAILABLE: 503,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Codes that only staff, operators and calendar providers get, never visitors. */
export type TeamErrorCode =
  | 'SECRET_NOT_SET'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'MEMBER_EXISTS'
  | 'SLUG_TAKEN'
  | 'CALENDAR_NOT_WRITABLE'
  | 'CALENDAR_PROVIDER_UNKNOWN'
  | 'PUSH_REFUSED'
  | `OAUTH_${'STATE_INVALID' | 'DENIED' | 'SCOPES_MISSING' | 'EXCHANGE_FAILED'}`;

export const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** Whom a person can contact where the software cannot help. */
export const contactSchema = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
});
export type Contact = z.infer<typeof contactSchema>;

/** One invalid field. `path` names it with dots: `email`, `hours.mon.0`. */
export const issueSchema = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issueSchema>;

/** A free time offered in place of a taken one. */
export const alternativeSchema = z.object({
  /** Instant, ISO 8601 in UTC. */
  startsAt: z.string(),
  /** The property's local date, `YYYY-MM-DD`. */
  date: z.string(),
  /** Time in the property's zone, `HH:MM`, 24 hours. */
  time: z.string(),
});
export type Alternative = z.infer<typeof alternativeSchema>;

export const errorBodySchema = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(errorCodes),
    /** Written for users; safe to show. */
    message: z.string(),
    /** An id to quote to the operator; also in the `X-Request-Id` header. */
    requestId: z.string().optional(),
    /** With INVALID_REQUEST. */
    issues: z.array(issueSchema).optional(),
    /** With SLOT_TAKEN: the nearest free times, nearest first. */
    alternatives: z.array(alternativeSchema).optional(),
    /** With TOURS_DISABLED and the CALENDAR_* codes. */
    contact: contactSchema.optional(),
    /** With RATE_LIMITED and IDEMPOTENCY_IN_PROGRESS: seconds; also in `Retry-After`. */
    retryAfter: z.number().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
