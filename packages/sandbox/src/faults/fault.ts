import { z } from 'zod';

const path = z.string().refine(isRegExp, { message: 'is not a regular expression' });

const effect = z.strictObject(
  {
    status: z.number().int().min(400).max(599).optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.number().min(0).optional(),
    /** Says so as a date. */
    retryAfterAsDate: z.boolean().optional(),
    delayMs: z.number().min(0).max(600_000).optional(),
    /** The request waits until this fault is deleted. */
    held: z.boolean().optional(),
    /** Carry the request out, then hang up without an answer. */
    loseAnswer: z.boolean().optional(),
    /** Calendar id → reason: fails these calendars inside a free-busy answer of 200. */
    freebusyErrors: z.record(z.string(), z.string()).optional(),
    /** An insert with an id that is taken makes a second event under another id. */
    missDuplicate: z.boolean().optional(),
    /** A refresh brings another refresh token, and ends the one it was asked with. */
    rotateToken: z.boolean().optional(),
    /** Lists of events come in pages of so many at most, whatever was asked for. */
    pageSize: z.number().int().min(1).optional(),
    /** Answered as it stands, in place of the provider's usual error body. */
    body: z.unknown().optional(),
  },
  { error: (issue) => (issue.input === undefined ? 'say under "then" what happens' : undefined) },
);

/**
 * The order for a fault, as it is posted to `/_control/faults`. What the wire calls `then` is
 * `effect` from here on: an object with a `then` looks like a promise to everyone who reads it.
 */
export const faultOrder = z.preprocess(
  renameThen,
  z.strictObject({
    match: z
      .strictObject({ method: z.string().toUpperCase().optional(), path: path.optional() })
      .default({}),
    /** How many requests it strikes; 0 means until it is deleted. */
    times: z.number().int().min(0).default(1),
    effect,
  }),
);

export type FaultOrder = z.infer<typeof faultOrder>;

export interface StruckRequest {
  method: string;
  path: string;
}

/** Whether a fault is meant for this request. */
export function strikesRequest({ match, effect }: FaultOrder, request: StruckRequest): boolean {
  if (match.method !== undefined && match.method !== request.method) return false;
  // A free-busy fault without a path would otherwise be spent on some other request.
  if (effect.freebusyErrors !== undefined && !/\/freeBusy$/i.test(request.path)) return false;
  return match.path === undefined || new RegExp(match.path).test(request.path);
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
