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
 * Sessions and passwords, by better-auth. Only its functions are used, never its router: what is served are
 * our own routes, in our own words, and nothing else of it is within reach.
 */
export const createAuth = (config: Config, db: Db, log: Log) =>
  betterAuth({
    appName: 'LumaLeasing',
    baseURL: config.APP_URL,
    // Not the secret itself, which signs links too: a signature made for one thing must not serve another.
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
    // Ours hold across servers: see http/limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      // What people did wrong is no news; the rest may hold anything but an error.
      log: (level, message, ...details: unknown[]) => {
        const err = details.find((one) => one instanceof Error);
        log[level === 'error' ? 'error' : 'debug']({ err }, `sign-in: ${message}`);
      },
    },
  });

export type Auth = ReturnType<typeof createAuth>;
