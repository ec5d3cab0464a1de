import type { ErrorBody, ErrorCode } from '@luma-leasing/types/errors';

/** The details of a refusal, beside its code. People may see all of them. */
export type ErrorDetails = Omit<ErrorBody['error'], 'code' | 'message' | 'requestId'>;

/**
 * A refusal with a stable code. Verbs throw it; only `http/on-error.ts` makes an answer of it. The person concerned
 * reads `message`: no ids, no internals.
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
