import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import { sameSecret } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';

/** What each opens: the administrator's makes accounts and links, the scheduler's starts what is due, the third shows figures. */
type Secret = 'ADMIN_SECRET' | 'CRON_SECRET' | 'METRICS_TOKEN';

/** Lets a program through that knows the secret: `Authorization: Bearer …`. */
export const secretGuard = (config: Config, name: Secret) =>
  createMiddleware(async (c, next) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1];
    const secret = config[name];
    if (!secret)
      throw new AppError(
        'UNAUTHORIZED',
        `This server has no ${name}, so nobody gets in. Create one with: openssl rand -base64 32`,
      );
    if (!given || !sameSecret(given, secret))
      throw new AppError('UNAUTHORIZED', `This needs the header Authorization: Bearer ${name}.`);
    await next();
  });
