import { GaxiosError } from 'gaxios';
import { retryAfterMs } from '../../../lib/retry-after.ts';
import { CalendarError, type CalendarFault } from '../provider.ts';

interface GoogleErrorBody {
  error?: string | { message?: string; errors?: { reason?: string }[] };
}

const byReason: Record<string, CalendarFault> = {
  authError: 'unauthorized',
  rateLimitExceeded: 'rate_limited',
  userRateLimitExceeded: 'rate_limited',
  quotaExceeded: 'rate_limited',
  duplicate: 'exists',
  conditionNotMet: 'changed_meanwhile',
  notFound: 'not_found',
  deleted: 'not_found',
  fullSyncRequired: 'cursor_expired',
  updatedMinTooLongAgo: 'cursor_expired',
};

const byStatus: Record<number, CalendarFault> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'unreachable',
  409: 'exists',
  410: 'not_found',
  412: 'changed_meanwhile',
  429: 'rate_limited',
};

/** Google's error as a fault. The `reason` tells more than the status: a 403 may be a quota. */
export function toCalendarError(error: unknown): CalendarError {
  if (error instanceof CalendarError) return error;
  const response = error instanceof GaxiosError ? error.response : undefined;
  if (!response) return new CalendarError('unreachable', describe(error));
  const body = (response.data ?? {}) as GoogleErrorBody;
  const reason = typeof body.error === 'object' ? (body.error.errors?.[0]?.reason ?? '') : '';
  const fault =
    body.error === 'invalid_grant'
      ? 'revoked'
      : (byReason[reason] ??
        byStatus[response.status] ??
        (response.status >= 500 ? 'unreachable' : 'rejected'));
  const waitMs = retryAfterMs(response.headers);
  const reasonText = reason || (typeof body.error === 'string' ? body.error : '');
  return new CalendarError(
    fault,
    `Google answered ${response.status}${reasonText ? ` ${reasonText}` : ''}`,
    waitMs === undefined ? {} : { retryAfterMs: waitMs },
  );
}

// The library's error has headers and bodies, which may be secret: only its name and code are passed on.
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'Google could not be reached';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `Google could not be reached: ${error.name}${code}`;
}
