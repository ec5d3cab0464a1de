import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Fields whose values are never logged: secrets, and data that identify a prospect. */
const hidden = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'code',
  'state',
  'authorization',
  'cookie',
  'secret',
  'email',
  'phone',
  'firstName',
  'lastName',
  'specialRequests',
  'to',
];

/** Writes JSON lines to stdout. Errors keep name, code, message and stack, but no fields of libraries. */
export function createLog(level: string, stream?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: hidden.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[hidden]',
    },
    serializers: { err: describeError },
  };
  return stream ? pino(options, stream) : pino(options);
}

interface DescribedError {
  name: string;
  message: string;
  /** The error's code. The field `code` is hidden, because it may be an OAuth code. */
  reason?: unknown;
  stack?: string | undefined;
  cause?: DescribedError;
}

// Errors of providers and drivers contain their request (headers, bodies, parameters). Only these fields are safe
// to log.
function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  return {
    name: error.name,
    message: withoutPeople(error.message),
    ...('code' in error ? { reason: error.code } : {}),
    stack: error.stack?.split('\n').filter(isFrame).slice(0, 12).join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

// Drizzle's message has the parameters in the lines after "Failed query: …", and its stack repeats them. A mail
// server's message names the unknown address.
const withoutPeople = (message: string) =>
  message
    .split('\nparams:')[0]!
    .replace(/[^\s<>"'(),:;@]+@[^\s<>"'(),:;]+/g, '[hidden]')
    .slice(0, 500);

const isFrame = (line: string) => /^\s+at /.test(line);
