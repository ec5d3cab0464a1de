import { errorBodySchema, errorStatus, type ErrorCode } from '@luma-leasing/types/errors';
import { z } from 'zod';

interface JsonAnswer<Schema> {
  description: string;
  content: { 'application/json': { schema: Schema } };
}

const json = <Schema>(description: string, schema: Schema): JsonAnswer<Schema> => ({
  description,
  content: { 'application/json': { schema } },
});

/** Refusals that any route may return. */
const always: ErrorCode[] = ['RATE_LIMITED', 'DATABASE_UNAVAILABLE', 'INTERNAL'];

/** Refusals of a body before its content is checked by the route. */
export const bodyCodes: ErrorCode[] = [
  'MALFORMED_BODY',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'INVALID_REQUEST',
];

export const keyCodes: ErrorCode[] = ['MISSING_API_KEY', 'INVALID_API_KEY', 'ORIGIN_NOT_ALLOWED'];

/** Refusals of a request without a session, or from another site. */
export const sessionCodes: ErrorCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ORIGIN_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** The headers of a request that may be sent again, but is done once [B2]. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z.string().optional().meta({
    description:
      '8 to 200 visible characters: the same request under the same key gets the same answer for a day.',
  }),
});
export const idempotencyCodes: ErrorCode[] = ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS'];

/** The documented refusals of a route, by status. */
export function refusalResponses(codes: ErrorCode[]) {
  const byStatus = Map.groupBy(new Set([...codes, ...always]), (code) => errorStatus[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [status, json(group.join(', '), errorBodySchema)]),
  );
}

/**
 * The documented answers of a route: its success, and its refusals by status. Only the success is typed, because
 * refusals are thrown.
 */
export function apiResponses<Status extends 200 | 201, Schema extends z.ZodType>(
  status: Status,
  description: string,
  schema: Schema,
  codes: ErrorCode[],
): Record<Status, JsonAnswer<Schema>> {
  const success = { [status]: json(description, schema) } as Record<Status, JsonAnswer<Schema>>;
  return { ...refusalResponses(codes), ...success };
}
