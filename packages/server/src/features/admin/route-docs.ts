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
import { apiResponses, bodyCodes } from '../../http/responses.ts';

/** What the API's documentation says about every route under `/api/admin`. */
export const operatorDocs = { tags: ['Administration'], security: [{ admin: [] }] };

/** The parameters of paths. */
export const organizationParam = slugSchema.meta({ description: 'The slug of an organization.' });
export const propertyParam = slugSchema.meta({ description: 'The slug of a property.' });
export const agentEmailParam = emailSchema.meta({ description: 'The address of an agent.' });
export const memberEmailParam = memberEmailSchema.meta({
  description: 'The address of an account.',
});
export const keyNameParam = keyNameSchema.meta({ description: 'What the key is for: website.' });

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** The answer to a request without a body. */
export const adminResponses = <Schema extends z.ZodRawShape>(
  fields: Schema,
  ...codes: ErrorCode[]
) =>
  apiResponses(200, 'Done', z.object({ success: z.literal(true), ...fields }), [
    ...always,
    ...codes,
  ]);

/** The answer to a request with a body. */
export const adminResponsesToBody = <Schema extends z.ZodRawShape>(
  fields: Schema,
  ...codes: ErrorCode[]
) => adminResponses(fields, ...bodyCodes, ...codes);

/** The answer with one page of a list. */
export const adminPageResponses = <Schema extends z.ZodType>(item: Schema, ...codes: ErrorCode[]) =>
  adminResponses({ items: z.array(item), next: nextSchema }, 'INVALID_REQUEST', ...codes);

const always: ErrorCode[] = ['UNAUTHORIZED', 'SECRET_NOT_SET'];

/** The codes for a path's parameter that is malformed or names nothing. */
export const paramCodes: ErrorCode[] = ['INVALID_REQUEST', 'NOT_FOUND'];

export const changeField = { change: changeSchema };
