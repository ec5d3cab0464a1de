import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Keys whose values never reach a log line: secrets, and what tells who a prospect is. */
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

/** JSON lines on stdout. Errors keep name, code, message and stack, and nothing a library hung on them. */
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
  /** Its code, under a name that is not hidden as an OAuth code is. */
  reason?: unknown;
  stack?: string | undefined;
  cause?: DescribedError;
}

// Provider and driver errors carry the request they came from (headers, bodies, parameters):
// only these fields are safe to write down.
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

// Drizzle's message is "Failed query: …" with the parameters on the lines below, and its stack repeats them;
// a mail server's says whom it does not know.
const withoutPeople = (message: string) =>
  message
    .split('\nparams:')[0]!
    .replace(/[^\s<>"'(),:;@]+@[^\s<>"'(),:;]+/g, '[hidden]')
    .slice(0, 500);

const isFrame = (line: string) => /^\s+at /.test(line);
