import { betterAuth } from 'better-auth/minimal';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/client.ts';
import { cookiePrefix } from '../../http/member.ts';
import { sign } from '../../lib/crypto.ts';
import { newId } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { authAdapter } from './auth-adapter.ts';

const day = 86_400;

/**
 * Sessions and passwords, by better-auth. We call its functions only and do not mount its router: all routes are ours,
 * with our own words, and nobody can reach the rest of it.
 */
export const createAuth = (config: Config, db: Db, log: Log) =>
  betterAuth({
    appName: 'LumaLeasing',
    baseURL: config.APP_URL,
    // A derived secret, since the secret itself also signs links: a signature for one purpose must not serve another.
    secret: sign(config.SESSION_SECRET, 'sessions', ''),
    database: authAdapter(db),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
    },
    session: { expiresIn: 7 * day, updateAge: day },
    advanced: {
      cookiePrefix,
      useSecureCookies: config.APP_URL.startsWith('https:'),
      database: { generateId: () => newId() },
      ipAddress: { disableIpTracking: true },
    },
    // Our own limits hold across servers: see http/limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      // Users' mistakes are logged as debug only. Of the details only an Error is logged: the rest may be anything.
      log: (level, message, ...details: unknown[]) => {
        const err = details.find((one) => one instanceof Error);
        log[level === 'error' ? 'error' : 'debug']({ err }, `sign-in: ${message}`);
      },
    },
  });

export type Auth = ReturnType<typeof createAuth>;
