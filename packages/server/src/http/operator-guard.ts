import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import { sameSecret } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';

/** Lets the operator's own programs through: `Authorization: Bearer CRON_SECRET`. */
export const operatorGuard = ({ CRON_SECRET: secret }: Config) =>
  createMiddleware(async (c, next) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1];
    if (!secret)
      throw new AppError(
        'UNAUTHORIZED',
        'This server has no CRON_SECRET, so nobody gets in. Create one with: openssl rand -base64 32',
      );
    if (!given || !sameSecret(given, secret))
      throw new AppError(
        'UNAUTHORIZED',
        'This needs the header Authorization: Bearer CRON_SECRET.',
      );
    await next();
  });
