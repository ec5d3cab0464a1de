import type { HonoRequest } from 'hono';
import { parseError } from './errors.ts';

/** The JSON of a request; anything else is a parse error, as at Google. */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw parseError();
    throw error;
  }
}
