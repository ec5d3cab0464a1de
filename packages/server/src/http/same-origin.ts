import { createMiddleware } from 'hono/factory';
import { AppError } from '../lib/errors.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps other sites from using a visitor's cookie. A request that changes something must be JSON, which no plain
 * form can send, and come from our own pages, which the browser's headers show.
 */
export const sameOrigin = ({ APP_URL }: { APP_URL: string }) => {
  const ownOrigin = new URL(APP_URL).origin;
  return createMiddleware(async (c, next) => {
    if (!harmless.has(c.req.method)) {
      const type = c.req.header('Content-Type') ?? '';
      if (!/^application\/json\s*(;|$)/i.test(type))
        throw new AppError(
          'UNSUPPORTED_MEDIA_TYPE',
          'Send JSON with Content-Type: application/json.',
        );
      if (!isOwn(ownOrigin, c.req.header('Origin'), c.req.header('Sec-Fetch-Site')))
        throw new AppError('ORIGIN_NOT_ALLOWED', `This may only be done from ${ownOrigin}.`);
    }
    await next();
  });
};

const isOwn = (ownOrigin: string, origin: string | undefined, site: string | undefined): boolean =>
  origin === undefined ? site === 'same-origin' : origin === ownOrigin;
