import { errorStatus, type ErrorBody, type ErrorCode } from '@luma-leasing/types/errors';
import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { codeOf } from '../db/errors.ts';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { refusalPage } from './page.ts';
import type { AppEnv } from './router.ts';

/** The only place where an error becomes an answer. It maps codes to status, and shows nothing of unknown errors. */
export function errorAnswer(log: Log) {
  return (error: unknown, c: HonoContext<AppEnv>): Response | Promise<Response> => {
    const refusal = toRefusal(error);
    const status = errorStatus[refusal.code];
    const requestId = c.get('requestId');
    if (status >= 500 && !refusal.code.startsWith('CALENDAR_'))
      log.error({ err: error, requestId, route: routePath(c, -1) }, 'request failed');
    const { retryAfter } = refusal.details;
    if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
    const words = c.get('refusalWords');
    if (words) return c.html(refusalPage(words.eyebrow, words.title, refusal), status);
    return c.json(errorBodyOf(refusal, requestId), status);
  };
}

export const errorBodyOf = (refusal: AppError, requestId?: string): ErrorBody => ({
  success: false,
  error: {
    code: refusal.code,
    message: refusal.message,
    ...(requestId ? { requestId } : {}),
    ...refusal.details,
  },
});

const byStatus: Partial<Record<number, [ErrorCode, string]>> = {
  400: ['MALFORMED_BODY', 'The body is not valid JSON.'],
  404: ['NOT_FOUND', 'There is nothing at this address.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.'],
  413: ['PAYLOAD_TOO_LARGE', 'The request is too large.'],
};

function toRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) {
    const known = byStatus[error.status];
    if (known) return new AppError(...known);
  }
  if (unkeepableText.has(codeOf(error) ?? ''))
    return new AppError('INVALID_REQUEST', 'The text contains characters that cannot be kept.');
  if (isDatabaseDown(error))
    return new AppError(
      'DATABASE_UNAVAILABLE',
      'The service is not available just now. Please try again in a moment.',
      { retryAfter: 5 },
    );
  return new AppError('INTERNAL', 'Something went wrong on our side. Please try again.');
}

/** Postgres stores every character except U+0000, in text and in JSON. */
const unkeepableText = new Set(['22021', '22P05']);

const downCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
]);

// 08: connection; 53: out of resources; 57: shutting down, starting, or a time limit; the others: a lock's or idle
// limit, or a deadlock. Nothing has been changed, and the request may succeed in a moment.
const isDatabaseDown = (error: unknown): boolean => {
  const code = codeOf(error) ?? '';
  return downCodes.has(code) || /^(08|53|57|55P03|25P03|25P04|40P01|40001)/.test(code);
};
