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
  const byStatus = Map.groupBy(codes, (code) => errorStatus[code]);
  const refusals = [...byStatus].map(([refused, group]) => [
    refused,
    json(group.join(', '), errorBodySchema),
  ]);
  return { ...Object.fromEntries(refusals), [status]: json(description, schema) };
}
