import { AppError } from '../../../lib/errors.ts';
import { CalendarError, type CalendarFault, isHopeless } from '../provider.ts';

/** The error for a person whose calendar could not be reached. @param name the account's or the calendar's name. */
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

const retriedByItself = 'This is tried again by itself.';
const words: Record<CalendarFault, string> = {
  unauthorized: `The calendar’s provider does not let us in just now. ${retriedByItself}`,
  revoked: 'Access to the account has ended. Please connect it again.',
  rate_limited: `The calendar’s provider asks us to wait. ${retriedByItself}`,
  not_found:
    'The calendar is gone, or no longer shared with the account. Please check it, or choose another.',
  cursor_expired: `The calendar has to be read from the beginning. ${retriedByItself}`,
  changed_meanwhile: `The event kept changing while we compared it. ${retriedByItself}`,
  exists: `The event kept changing while we compared it. ${retriedByItself}`,
  forbidden:
    'The account may not do this in the calendar. Please give it the right to make changes, or choose another calendar.',
  rejected:
    'The calendar’s provider does not accept this event. Please write it into the calendar by hand.',
  unreachable: `The calendar’s provider does not answer. ${retriedByItself}`,
};

/** The words for the team beside a failed sync: what happened and what to do. The provider's words go into logs only. */
export const failureWords = (error: unknown): string =>
  error instanceof CalendarError
    ? (error.words ?? words[error.fault])
    : `A fault on our side. ${retriedByItself}`;

/** `failureWords` for an account that was asked for a token or for its calendars. */
export const accountFailureWords = (error: unknown): string =>
  isHopeless(error)
    ? 'The calendar’s provider does not show us this account. Please connect it again.'
    : failureWords(error);
