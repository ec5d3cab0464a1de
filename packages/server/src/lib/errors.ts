import type { ErrorBody, ErrorCode } from '@luma-leasing/types/errors';

/** What a refusal carries besides its code; all of it may be shown to the person. */
export type ErrorDetails = Omit<ErrorBody['error'], 'code' | 'message' | 'requestId'>;

/**
 * A refusal with a stable code. Verbs throw it; `http/on-error.ts` alone turns it into an answer.
 * `message` is read by the person who met it: no ids, no internals.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
