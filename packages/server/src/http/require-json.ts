import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../lib/errors.ts';

/** A booking is well under 8 kB. */
export const limitBody = bodyLimit({
  maxSize: 32 * 1024,
  onError: () => {
    throw new AppError('PAYLOAD_TOO_LARGE', 'The request is too large.');
  },
});

/** Bodies are JSON and say so: that also keeps other sites' plain forms out. */
export const requireJson = createMiddleware(async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  if (c.req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.');
  await next();
});
