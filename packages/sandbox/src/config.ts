import { z } from 'zod';

/** The sandbox's settings: the only place that reads the environment. */
export interface Config {
  port: number;
  /** Where the state survives a restart; absent, it lives in memory. */
  dataDir: string | undefined;
}

const environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  SANDBOX_DATA_DIR: z.string().min(1).optional(),
});

/** Thrown for a setting that is wrong; the message names it and says how to mend it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(
      `Wrong settings. SANDBOX_PORT is a port number (0 for any free one), ` +
        `SANDBOX_DATA_DIR a folder.\n${lines.join('\n')}`,
    );
  }
  return { port: parsed.data.SANDBOX_PORT, dataDir: parsed.data.SANDBOX_DATA_DIR };
}
