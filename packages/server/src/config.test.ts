import { describe, expect, it } from 'vitest';
import { readAdminConfig, readConfig } from './config.ts';

const secret = (letter: string) => letter.repeat(40);
const needed = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  SESSION_SECRET: secret('s'),
};

describe('secrets', () => {
  it.each([
    ['ADMIN_SECRET', 'CRON_SECRET'],
    ['SESSION_SECRET', 'ADMIN_SECRET'],
    ['SESSION_SECRET', 'CRON_SECRET'],
    ['CRON_SECRET', 'METRICS_TOKEN'],
  ])('%s and %s may not be the same: whoever is given one must not hold the other', (a, b) => {
    const settings = { ...needed, ADMIN_SECRET: secret('a'), CRON_SECRET: secret('c') };
    expect(() => readConfig(settings)).not.toThrow();
    expect(() => readConfig({ ...settings, [a]: secret('x'), [b]: secret('x') })).toThrow(
      `${a} and ${b} are the same`,
    );
  });
});

describe('the database’s address', () => {
  const read = (DATABASE_URL: string) => () => readConfig({ ...needed, DATABASE_URL });

  it.each(['disable', 'require', 'verify-full'])('takes sslmode=%s', (mode) => {
    expect(read(`postgres://u:p@db/luma?sslmode=${mode}&application_name=x`)).not.toThrow();
  });

  it.each(['prefer', 'allow', 'verify-ca', 'no-verify', 'requires'])(
    'refuses sslmode=%s',
    (mode) => {
      expect(read(`postgres://u:p@db/luma?a=b&sslmode=${mode}`)).toThrow(
        'its sslmode must be disable',
      );
    },
  );

  it('is needed if the direct address is set', () => {
    expect(() => readConfig({ ...needed, DATABASE_DIRECT_URL: 'postgres://u:p@db/luma' })).toThrow(
      'without a pooler, set DATABASE_URL alone',
    );
  });
});

describe('pnpm admin', () => {
  it('needs the address and its secret, and none of the server’s keys', () => {
    expect(readAdminConfig({ PORT: '3100', ADMIN_SECRET: secret('a') })).toMatchObject({
      APP_URL: 'http://localhost:3100',
    });
    expect(() => readAdminConfig({ CRON_SECRET: secret('c') })).toThrow('ADMIN_SECRET is missing');
  });
});
