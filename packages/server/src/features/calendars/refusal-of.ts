import { AppError } from '../../lib/errors.ts';
import type { CalendarError } from './provider.ts';

/** What a person is told when their calendar could not be reached. @param name the account's or the calendar's. */
export function refusalOf({ fault, retryAfterMs }: CalendarError, name: string): AppError {
  if (fault === 'revoked')
    return new AppError(
      'CALENDAR_AUTH_EXPIRED',
      `Access to “${name}” has ended. Please connect the calendar again.`,
    );
  if (fault === 'rate_limited')
    return new AppError(
      'CALENDAR_UNREACHABLE',
      `The provider of “${name}” asks for patience. Please try again in a moment.`,
      { retryAfter: Math.ceil((retryAfterMs ?? 5_000) / 1000) },
    );
  if (fault === 'not_found' || fault === 'forbidden')
    return new AppError(
      'CALENDAR_UNREACHABLE',
      `“${name}” is gone, or no longer shared with the account.`,
    );
  return new AppError(
    'CALENDAR_UNREACHABLE',
    `The provider of “${name}” does not answer. Please try again in a moment.`,
  );
}
