import { createMiddleware } from 'hono/factory';
import type { Context } from '../context.ts';
import { sameSecret } from '../lib/crypto.ts';
import { AppError } from '../lib/errors.ts';
import type { Limits } from './limits.ts';
import type { AppEnv } from './router.ts';

/** ADMIN_SECRET makes accounts and links, CRON_SECRET starts sweeps, METRICS_TOKEN shows figures. */
type Secret = 'ADMIN_SECRET' | 'CRON_SECRET' | 'METRICS_TOKEN';

/** Lets a program through that knows the secret: `Authorization: Bearer …`. Guesses are counted, and logged. */
export const secretGuard = (
  { config, log }: Pick<Context, 'config' | 'log'>,
  limits: Limits,
  name: Secret,
) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const secret = config[name];
    if (!secret)
      throw new AppError(
        'SECRET_NOT_SET',
        `This server has no ${name}, so nobody gets in. Create one with: openssl rand -base64 32`,
      );
    const address = c.get('address');
    await limits.limitWrongSecrets(address, async () => {
      const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1];
      if (given && sameSecret(given, secret)) return;
      // Whoever sends none only looks around.
      if (given) log.warn({ setting: name, address }, 'a wrong secret was refused');
      throw new AppError('UNAUTHORIZED', `This needs the header Authorization: Bearer ${name}.`);
    });
    await next();
  });
