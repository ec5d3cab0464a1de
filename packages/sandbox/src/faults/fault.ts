import { z } from 'zod';

const expression = z.string().refine(isRegExp, { message: 'is not a regular expression' });

const effect = z.strictObject(
  {
    status: z.number().int().min(400).max(599).optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.number().min(0).optional(),
    /** Sends Retry-After as a date. */
    retryAfterAsDate: z.boolean().optional(),
    delayMs: z.number().min(0).max(600_000).optional(),
    /** The request waits until this fault is deleted. */
    held: z.boolean().optional(),
    /** Carries the request out, then closes the connection without an answer. */
    loseAnswer: z.boolean().optional(),
    /** Calendar id → reason: these calendars fail inside a free-busy answer of 200. */
    freebusyErrors: z.record(z.string(), z.string()).optional(),
    /** An insert with a taken id creates a second event under another id. */
    missDuplicate: z.boolean().optional(),
    /** A refresh returns a new refresh token, and ends the old one. */
    rotateToken: z.boolean().optional(),
    /** Lists of events have at most this many on a page, whatever the request says. */
    pageSize: z.number().int().min(1).optional(),
    /** Sent unchanged, in place of the provider's usual error body. */
    body: z.unknown().optional(),
  },
  { error: (issue) => (issue.input === undefined ? 'say under "then" what happens' : undefined) },
);

/**
 * An order for a fault, as posted to `/_control/faults`. The API's `then` is `effect` in the code, because an object
 * with a `then` looks like a promise.
 */
export const faultOrder = z.preprocess(
  renameThen,
  z.strictObject({
    match: z
      .strictObject({
        method: z.string().toUpperCase().optional(),
        path: expression.optional(),
        /** Of the address behind `?`, as it was sent. */
        query: expression.optional(),
      })
      .default({}),
    /** How many requests it affects; 0: until deleted. */
    times: z.number().int().min(0).default(1),
    effect,
  }),
);

export type FaultOrder = z.infer<typeof faultOrder>;

export interface StruckRequest {
  method: string;
  path: string;
  query: string;
}

/** Whether a fault is meant for this request. */
export function strikesRequest({ match, effect }: FaultOrder, request: StruckRequest): boolean {
  if (match.method !== undefined && match.method !== request.method) return false;
  // A free-busy fault without a path is only for free-busy requests.
  if (effect.freebusyErrors !== undefined && !/\/freeBusy$/i.test(request.path)) return false;
  return (
    (match.path === undefined || new RegExp(match.path).test(request.path)) &&
    (match.query === undefined || new RegExp(match.query).test(request.query))
  );
}

function renameThen(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || !('then' in body)) return body;
  const { then: given, ...rest } = body;
  return { ...rest, effect: given };
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
