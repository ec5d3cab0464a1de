import {
  changeSchema,
  keyNameSchema,
  memberEmailSchema,
  nextSchema,
  slugSchema,
} from '@luma-leasing/types/admin';
import type { ErrorCode } from '@luma-leasing/types/errors';
import { emailSchema } from '@luma-leasing/types/text';
import { z } from 'zod';
import { answers, bodyCodes } from '../../http/responses.ts';

/** What the API's documentation says about every route under `/api/admin`. */
export const forOperators = { tags: ['Administration'], security: [{ admin: [] }] };

/** The parameters of paths. */
export const organization = slugSchema.meta({ description: 'The slug of an organization.' });
export const property = slugSchema.meta({ description: 'The slug of a property.' });
export const agentEmail = emailSchema.meta({ description: 'The address of an agent.' });
export const memberEmail = memberEmailSchema.meta({ description: 'The address of an account.' });
export const keyName = keyNameSchema.meta({ description: 'What the key is for: website.' });

export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** The answer to a request without a body. */
export const answer = <Schema extends z.ZodRawShape>(fields: Schema, ...codes: ErrorCode[]) =>
  answers(200, 'Done', z.object({ success: z.literal(true), ...fields }), [...always, ...codes]);

/** The answer to a request with a body. */
export const answerToBody = <Schema extends z.ZodRawShape>(fields: Schema, ...codes: ErrorCode[]) =>
  answer(fields, ...bodyCodes, ...codes);

/** The answer with one page of a list. */
export const answerPage = <Schema extends z.ZodType>(item: Schema, ...codes: ErrorCode[]) =>
  answer({ items: z.array(item), next: nextSchema }, 'INVALID_REQUEST', ...codes);

const always: ErrorCode[] = ['UNAUTHORIZED', 'SECRET_NOT_SET'];

/** The codes for a path's parameter that is malformed or names nothing. */
export const named: ErrorCode[] = ['INVALID_REQUEST', 'NOT_FOUND'];

export const change = { change: changeSchema };
