import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../lib/errors.ts';

const limitedTo = (kB: number) =>
  bodyLimit({
    maxSize: kB * 1024,
    onError: () => {
      throw new AppError('PAYLOAD_TOO_LARGE', `The request is too large: more than ${kB} kB.`);
    },
  });

/** A booking is well under 8 kB. */
const usual = limitedTo(32);
/** The operator's programs send all dates of a property at once, and all properties of a manager. */
const large = limitedTo(512);

export const limitBody: MiddlewareHandler = (c, next) =>
  (c.req.path.startsWith('/api/admin/') ? large : usual)(c, next);

/** Requires bodies to have the type of JSON. So plain forms on other sites are refused, too. */
export const requireJson = createMiddleware(async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  if (c.req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.');
  await next();
});
