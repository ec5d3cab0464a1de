/** One error in the form of Google's APIs. */
export interface Refusal {
  code: number;
  reason: string;
  message?: string | undefined;
  domain?: string;
  location?: string;
  locationType?: 'header' | 'parameter';
  /** Only in errors of Google's front end. */
  status?: string;
  details?: unknown[];
  /** The message inside `errors`, if it differs from the outer one. */
  innerMessage?: string;
}

/** Thrown by handlers, and answered as Google's error body. */
export class GoogleError extends Error {
  override name = 'GoogleError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message ?? refusal.reason);
    this.refusal = refusal;
  }
}

const USAGE_LIMITS = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
]);

const MESSAGES: Record<string, string> = {
  authError: 'Invalid Credentials',
  backendError: 'Backend Error',
  badRequest: 'Bad Request',
  conditionNotMet: 'Precondition Failed',
  deleted: 'Resource has been deleted',
  duplicate: 'The requested identifier already exists.',
  forbidden: 'Forbidden',
  fullSyncRequired: 'Sync token is no longer valid, a full sync is required.',
  notFound: 'Not Found',
  quotaExceeded: 'Calendar usage limits exceeded.',
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
};

export function errorBody(refusal: Refusal) {
  const message = refusal.message ?? MESSAGES[refusal.reason] ?? refusal.reason;
  return {
    error: {
      code: refusal.code,
      message,
      errors: [
        {
          message: refusal.innerMessage ?? message,
          domain: refusal.domain ?? (USAGE_LIMITS.has(refusal.reason) ? 'usageLimits' : 'global'),
          reason: refusal.reason,
          ...(refusal.location && { location: refusal.location }),
          ...(refusal.locationType && { locationType: refusal.locationType }),
        },
      ],
      ...(refusal.status && { status: refusal.status }),
      ...(refusal.details && { details: refusal.details }),
    },
  };
}

export const notFound = () => new GoogleError({ code: 404, reason: 'notFound' });

export const duplicate = () => new GoogleError({ code: 409, reason: 'duplicate' });

export const deleted = () => new GoogleError({ code: 410, reason: 'deleted' });

export const fullSyncRequired = () =>
  new GoogleError({
    code: 410,
    reason: 'fullSyncRequired',
    locationType: 'parameter',
    location: 'syncToken',
  });

export const preconditionFailed = () =>
  new GoogleError({
    code: 412,
    reason: 'conditionNotMet',
    locationType: 'header',
    location: 'If-Match',
  });

/** A value that Google does not accept. */
export const invalid = (message: string, location?: string) =>
  new GoogleError({
    code: 400,
    reason: 'invalid',
    message,
    ...(location !== undefined && { location, locationType: 'parameter' }),
  });

/** Something required is missing. */
export const required = (message: string) =>
  new GoogleError({ code: 400, reason: 'required', message });

export const badRequest = (message = 'Bad Request') =>
  new GoogleError({ code: 400, reason: 'badRequest', message });

export const parseError = () =>
  new GoogleError({ code: 400, reason: 'parseError', message: 'Parse Error' });

export const timeRangeEmpty = () =>
  new GoogleError({
    code: 400,
    domain: 'calendar',
    reason: 'timeRangeEmpty',
    message: 'The specified time range is empty.',
    locationType: 'parameter',
    location: 'timeMax',
  });

export const needsWriter = () =>
  new GoogleError({
    code: 403,
    domain: 'calendar',
    reason: 'requiredAccessLevel',
    message: 'You need to have writer access to this calendar.',
  });

/** The control API names an account that does not exist. */
export const unknownAccount = (email: string) =>
  new GoogleError({ code: 404, reason: 'notFound', message: `No account ${email} here.` });
