import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf } from '../../../../test/calendars.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { rowsOf } from '../../../db/client.ts';
import { parseKeyRing, seal, unseal } from '../../../lib/crypto.ts';
import { tokenPlace } from './token.ts';

const [one, other] = ['one@example.com', 'other@example.com'];

let world: World;
beforeAll(async () => {
  world = await createWorld({ agents: [one, other].map((email) => ({ name: email, email })) });
  for (const email of [one, other]) await world.connect(email);
});
afterAll(() => world.stop());

describe('tokens at rest [P3]', () => {
  it('are in no table as plain text', async () => {
    const tables = rowsOf<{ name: string }>(
      await world.ctx.db.execute(
        sql`select table_schema || '.' || table_name as name from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema in ('public', 'pgboss')`,
      ),
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = JSON.stringify(await world.database.asSuperuser(`select * from ${name}`));
      expect(rows, name).not.toMatch(/ya29\.|1\/\/0|4\/0sandbox/);
    }
    const { refreshToken } = await connectionOf(world, one);
    const place = tokenPlace(await connectionOf(world, one), 'refresh_token');
    expect(unseal(world.ctx.config.ENCRYPTION_KEYS, place, refreshToken!)).toMatch(/^1\/\/0/);
  });

  it('open nowhere but in their own row and field', async () => {
    const ring = world.ctx.config.ENCRYPTION_KEYS;
    const [mine, theirs] = [await connectionOf(world, one), await connectionOf(world, other)];
    const sealed = mine.refreshToken!;
    for (const place of [
      tokenPlace(theirs, 'refresh_token'),
      tokenPlace(mine, 'access_token'),
      tokenPlace({ ...mine, organizationId: theirs.id }, 'refresh_token'),
    ])
      expect(() => unseal(ring, place, sealed)).toThrow();
    // The first character is changed: in the last one, some bits have no meaning.
    const altered = sealed.replace(/\.(.)([^.]*)$/, (_all, first: string, rest: string) =>
      ['.', first === 'A' ? 'B' : 'A', rest].join(''),
    );
    expect(altered).not.toBe(sealed);
    expect(() => unseal(ring, tokenPlace(mine, 'refresh_token'), altered)).toThrow();
  });

  it('stay readable after a change of the key, while the settings still have the old one', () => {
    const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
    const [old, rotated, without] = [
      parseKeyRing(`k1:${key(1)}`),
      parseKeyRing(`k2:${key(2)},k1:${key(1)}`),
      parseKeyRing(`k2:${key(2)}`),
    ];
    const sealed = seal(old, 'here', 'secret');
    expect(unseal(rotated, 'here', sealed)).toBe('secret');
    const anew = seal(rotated, 'here', 'secret');
    expect(anew.startsWith('k2.')).toBe(true);
    expect(unseal(without, 'here', anew)).toBe('secret');
    expect(() => unseal(without, 'here', sealed)).toThrow('no key opens this value');
    expect(seal(old, 'here', 'secret')).not.toBe(sealed);
  });
});
