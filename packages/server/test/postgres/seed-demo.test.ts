import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../database.ts';
import { testSettings } from '../world.ts';

const program = fileURLToPath(new URL('../../src/seed-demo.ts', import.meta.url));
const { PATH = '', NODE_OPTIONS = '', TEST_CLOCK_SHIFT = '' } = process.env;

it('P4: a seed of the demo that was interrupted is finished by the next', async () => {
  const database = await openTestDatabase();
  const env = { PATH, NODE_OPTIONS, TEST_CLOCK_SHIFT, ...testSettings, DEMO: 'true' };
  const seed = () =>
    promisify(execFile)(process.execPath, [program], {
      env: { ...env, DATABASE_URL: database.url! },
    });
  const passwords = async () =>
    (await database.asSuperuser('select password from accounts')).map((one) => one['password']);
  try {
    await seed();
    const [first] = await passwords();
    expect(first).toEqual(expect.any(String));
    // As if it had ended after it made the account.
    await database.asSuperuser('delete from accounts');
    await seed();
    expect(await passwords()).toEqual([expect.any(String)]);
    const [second] = await passwords();
    await seed();
    expect(await passwords()).toEqual([second]);
  } finally {
    await database.close();
  }
});
