import { changeSchema } from '@luma-leasing/types/admin';
import type { ErrorCode } from '@luma-leasing/types/errors';
import { z } from 'zod';
import { answers, bodyCodes } from '../../http/responses.ts';

/** What the documents say of every route under `/api/admin`. */
export const forOperators = { tags: ['Administration'], security: [{ admin: [] }] };

export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** The answer to a request without a body. */
export const answer = <Schema extends z.ZodRawShape>(fields: Schema, ...codes: ErrorCode[]) =>
  answers(200, 'Done', z.object({ success: z.literal(true), ...fields }), [...always, ...codes]);

/** The answer to a request with one. */
export const answerToBody = <Schema extends z.ZodRawShape>(fields: Schema, ...codes: ErrorCode[]) =>
  answer(fields, ...bodyCodes, ...codes);

const always: ErrorCode[] = ['UNAUTHORIZED', 'NOT_FOUND', 'INVALID_REQUEST'];

export const change = { change: changeSchema };
