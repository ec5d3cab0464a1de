import { errorBodySchema, errorStatus, type ErrorCode } from '@luma-leasing/types/errors';
import type { z } from 'zod';

interface JsonAnswer<Schema> {
  description: string;
  content: { 'application/json': { schema: Schema } };
}

const json = <Schema>(description: string, schema: Schema): JsonAnswer<Schema> => ({
  description,
  content: { 'application/json': { schema } },
});

/** What any route may answer. */
const always: ErrorCode[] = ['RATE_LIMITED', 'DATABASE_UNAVAILABLE', 'INTERNAL'];

/** What a body may be refused with, before anyone looks at what it says. */
export const bodyCodes: ErrorCode[] = [
  'MALFORMED_BODY',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'INVALID_REQUEST',
];

export const keyCodes: ErrorCode[] = ['MISSING_API_KEY', 'INVALID_API_KEY', 'ORIGIN_NOT_ALLOWED'];

/** What whoever has no session is refused with, or whose request may be another site's. */
export const sessionCodes: ErrorCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ORIGIN_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** The documented refusals of a route, by status. */
export function refusals(codes: ErrorCode[]) {
  const byStatus = Map.groupBy(new Set([...codes, ...always]), (code) => errorStatus[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [status, json(group.join(', '), errorBodySchema)]),
  );
}

/**
 * The documented answers of a route: its success, and its refusals by status. Only the success is typed:
 * refusals are thrown.
 */
export function answers<Status extends 200 | 201, Schema extends z.ZodType>(
  status: Status,
  description: string,
  schema: Schema,
  codes: ErrorCode[],
): Record<Status, JsonAnswer<Schema>> {
  const success = { [status]: json(description, schema) } as Record<Status, JsonAnswer<Schema>>;
  return { ...refusals(codes), ...success };
}
