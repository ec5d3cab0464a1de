/** Settings of a server that is only measured. @param databaseUrl absent: the embedded database. */
export const benchSettings = (databaseUrl?: string): Record<string, string> => ({
  ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  ROLE: 'api',
  LOG_LEVEL: 'error',
  TRUST_PROXY: 'true',
  INVITATIONS_PER_VISITOR: '100000',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  SESSION_SECRET: 'a secret of the bench, long enough to be one',
});

/** Postgres as in production, with fsync. */
export const production = ['max_connections=200', 'shared_buffers=512MB'];
