import type { Context, ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { GoogleError, errorBody } from '../google/errors.ts';
import type { SandboxEnv } from '../world.ts';

/** A wrong control request; the message says what is right. */
export class ControlError extends Error {
  override name = 'ControlError';
}

/** The body of a control request, validated. */
export async function readControl<T extends z.ZodType>(
  c: Context<SandboxEnv>,
  schema: T,
): Promise<z.output<T>> {
  const body = await c.req.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new ControlError('The body is not JSON.');
    throw error;
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ControlError(lines.join('; '));
}

export const controlErrors: ErrorHandler<SandboxEnv> = (error, c) => {
  if (error instanceof ControlError) return c.json({ error: { message: error.message } }, 400);
  if (error instanceof GoogleError) {
    return c.json(errorBody(error.refusal), error.refusal.code as ContentfulStatusCode);
  }
  throw error;
};
