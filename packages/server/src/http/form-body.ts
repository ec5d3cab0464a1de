import type { Context } from 'hono';
import { AppError } from '../lib/errors.ts';

/** The fields of a plain form. Files are no fields. @throws AppError MALFORMED_BODY */
export async function formBody(c: Context): Promise<Record<string, string>> {
  const fields = await c.req.parseBody().catch(() => {
    throw new AppError('MALFORMED_BODY', 'The form cannot be read. Please send it again.');
  });
  return Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    ),
  );
}
