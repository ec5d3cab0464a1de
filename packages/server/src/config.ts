import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { emailSchema } from '@luma-leasing/types/text';
import { z } from 'zod';
import { parseKeyRing } from './lib/crypto.ts';
import { OperatorError } from './lib/operator-error.ts';

const google = 'https://www.googleapis.com';
const url = z.url({ protocol: /^https?$/ });
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
  // Both drivers agree about the meaning of these modes only.
  .regex(
    /^(?!.*[?&]sslmode=(?!(disable|require|verify-full)(&|$)))/,
    'its sslmode must be disable, require or verify-full',
  );
const size = z.coerce.number().int().min(1).max(500);
const withoutSlash = (address: string) => address.replace(/\/+$/, '');
const secret = z.string().min(16, 'must be at least 16 characters');

const emails = z.string().transform((text, context) => {
  const list = text.split(',').filter((one) => one.trim());
  return list.flatMap((one, index) => {
    const { data: email } = emailSchema.safeParse(one);
    if (email) return email;
    context.addIssue({ code: 'custom', message: `address ${index + 1} is not an email address` });
    return [];
  });
});

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('localhost'),
  APP_URL: url.transform(withoutSlash).optional(),
  DATABASE_URL: postgresUrl.optional(),
  /** The database's own address if `DATABASE_URL` is that of a pooler in transaction mode. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: size.default(10),
  DATABASE_PLAIN_POOL_SIZE: size.default(4),
  QUEUE_POOL_SIZE: size.default(4),
  WORKERS: size.default(4),
  DATA_DIR: z.string().default('.data'),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ENCRYPTION_KEYS: z.string().transform((text, context) => {
    try {
      return parseKeyRing(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  }),
  SESSION_SECRET: z.string().min(32, 'must be at least 32 characters'),
  ADMIN_SECRET: secret.optional(),
  CRON_SECRET: secret.optional(),
  METRICS_TOKEN: secret.optional(),
  OPERATOR_EMAILS: emails.default([]),
  DEMO: z.stringbool().default(false),
  TRUST_PROXY: z.stringbool().default(false),
  /** How many new addresses in an hour the calendars of a property may invite because visitors typed them. */
  INVITATIONS_PER_PROPERTY: z.coerce.number().int().min(0).default(20),
  /** The same for each visitor at a property. */
  INVITATIONS_PER_VISITOR: z.coerce.number().int().min(0).default(5),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_AUTH_URL: url.default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: url.default('https://oauth2.googleapis.com/token'),
  GOOGLE_REVOKE_URL: url.default('https://oauth2.googleapis.com/revoke'),
  GOOGLE_USERINFO_URL: url.default(`${google}/oauth2/v2/userinfo`),
  GOOGLE_API_ROOT: url.transform(withoutSlash).default(google),
  /** Where providers send pushes: https, except to a sandbox. Absent: under `APP_URL`. */
  GOOGLE_CALENDAR_WEBHOOK_URL: url.optional(),
  CALENDAR_POLL_SECONDS: z.coerce.number().int().min(1).max(3600).default(180),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().default('LumaLeasing <tours@localhost>'),
});

/** How to create a value for each setting that has no default. */
const howTo: Record<string, string> = {
  ENCRYPTION_KEYS: 'create one with: echo "k1:$(openssl rand -base64 32)"',
  SESSION_SECRET: 'create one with: openssl rand -base64 48',
  ADMIN_SECRET: 'create one with: openssl rand -base64 32',
  CRON_SECRET: 'create one with: openssl rand -base64 32',
  METRICS_TOKEN: 'create one with: openssl rand -base64 32',
  DATABASE_URL: 'for example postgres://user:password@host:5432/lumaleasing',
  DATABASE_DIRECT_URL: 'for example postgres://user:password@host:5432/lumaleasing',
};

export type Settings = z.output<typeof settings>;
export type Config = Settings & {
  APP_URL: string;
  /** Absent: no push channel can be opened, and sync relies on the poll. */
  WEBHOOK_URL?: string;
};

/** Some settings are missing or wrong. The message names each, says how to correct it, and never shows a value. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings once. An empty value counts as absent.
 * @throws ConfigError naming every wrong setting.
 */
export function readConfig(env: Environment = process.env): Config {
  const config = parse(settings, env);
  requireDifferent(config);
  if (!config.GOOGLE_CLIENT_ID !== !config.GOOGLE_CLIENT_SECRET)
    throw new ConfigError(
      'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET belong together: set both, or neither.',
    );
  if (config.DATABASE_DIRECT_URL && !config.DATABASE_URL)
    throw new ConfigError(
      'DATABASE_DIRECT_URL stands beside DATABASE_URL, which is missing: without a pooler, set DATABASE_URL alone.',
    );
  const APP_URL = addressOf(config);
  const webhook =
    config.GOOGLE_CALENDAR_WEBHOOK_URL ?? `${APP_URL}/api/lumaleasing/calendar/webhook`;
  // Google accepts https only. A stand-in on this machine accepts any address that it can reach.
  const taken = [webhook, config.GOOGLE_API_ROOT].some((address) => address.startsWith('https:'))
    ? webhook.startsWith('https:')
    : true;
  return { ...config, APP_URL, ...(taken ? { WEBHOOK_URL: webhook } : {}) };
}

const adminSettings = settings
  .pick({ PORT: true, APP_URL: true })
  .extend({ ADMIN_SECRET: settings.shape.ADMIN_SECRET.unwrap() });

/**
 * What `pnpm admin` needs of the server's settings to reach it: none of the server's keys. A shell that names no server
 * means the demo that runs here.
 * @throws ConfigError
 */
export function readAdminConfig(env: Environment = process.env) {
  const named = env['ADMIN_SECRET'] || env['APP_URL'] ? env : { ...env, ...runningDemo(env) };
  const config = parse(adminSettings, named, {
    ADMIN_SECRET: 'the server’s own, which stands in its settings: set -a && . ./settings.env',
  });
  return { ...config, APP_URL: addressOf(config) };
}

/** What `scripts/demo.ts` writes while it runs. */
function runningDemo(env: Environment): Environment {
  try {
    return parseEnv(readFileSync(`${env['DATA_DIR'] || '.data'}/running.env`, 'utf8'));
  } catch {
    return {};
  }
}

const databaseSettings = z.object({
  DATABASE_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl.optional(),
});

/** The addresses of the database, for commands that run before there is a server. @throws ConfigError */
export const readDatabaseConfig = (env: Environment = process.env) => parse(databaseSettings, env);

type Environment = Record<string, string | undefined>;

function parse<Schema extends z.ZodType>(
  schema: Schema,
  env: Environment,
  help = howTo,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigError(explain(parsed.error.issues, given, help));
  return parsed.data;
}

const addressOf = ({ APP_URL, PORT }: Pick<Settings, 'APP_URL' | 'PORT'>): string =>
  APP_URL ?? `http://localhost:${PORT}`;

/** Each secret is given to another person, who must not hold the others. So all must differ. */
const secrets = ['SESSION_SECRET', 'ADMIN_SECRET', 'CRON_SECRET', 'METRICS_TOKEN'] as const;

function requireDifferent(config: Settings): void {
  const byValue = Map.groupBy(
    secrets.filter((name) => config[name] !== undefined),
    (name) => config[name],
  );
  const same = [...byValue.values()].find((names) => names.length > 1);
  if (same)
    throw new ConfigError(
      `${same.join(' and ')} are the same. Give each a value of its own: openssl rand -base64 48`,
    );
}

function explain(
  issues: z.core.$ZodIssue[],
  given: Environment,
  help: Record<string, string>,
): string {
  const lines = issues.map((issue) => {
    const name = String(issue.path[0]);
    const fault = given[name] === undefined ? 'is missing' : `is wrong: ${issue.message}`;
    return `  ${name} ${fault}${help[name] ? ` (${help[name]})` : ''}`;
  });
  return `These settings need attention:\n${[...new Set(lines)].join('\n')}`;
}
