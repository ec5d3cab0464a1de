import { z } from 'zod';

/** The sandbox's settings: the only place that reads the environment. */
export interface Config {
  port: number;
  /** Where the state is stored; absent: in memory. */
  dataDir: string | undefined;
}

const environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  SANDBOX_DATA_DIR: z.string().min(1).optional(),
});

/** A wrong setting; the message says which one, and how to correct it. */
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
