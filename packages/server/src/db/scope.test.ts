import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../../test/world.ts';
import { rowsOf, type Tx } from './client.ts';
import { asOrganization, asSystem, asTenant, type TenantScope } from './scope.ts';
import { leads } from './tables/leads.ts';

let world: World;
let stranger: TenantScope;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  stranger = await world.addProperty({ slug: 'stranger', key: 'pk_stranger' });
  for (const scope of [world.scope, stranger])
    await asTenant(world.ctx.db, scope, (tx) => insertLead(tx, scope, 'first'));
});
afterAll(() => world.stop());

const insertLead = (tx: Tx, { propertyId }: TenantScope, firstName: string) =>
  tx.insert(leads).values({ propertyId, firstName, source: 'widget', updatedAt: 1 });

const select = (tx: Tx) => tx.select({ propertyId: leads.propertyId }).from(leads);
const raw = sql`select property_id as "propertyId" from leads`;

/** All ways in which work can send a statement, each as its first step. */
const shapes: Record<string, (tx: Tx) => Promise<unknown>> = {
  'a builder that is awaited': async (tx) => await select(tx),
  'a builder that is returned': (tx) => select(tx) as unknown as Promise<unknown>,
  'a builder that is executed': (tx) => select(tx).execute(),
  'a builder whose `then` is called': (tx) =>
    new Promise((resolve, reject) => void select(tx).then(resolve, reject)),
  'a prepared statement': (tx) => select(tx).prepare('all_leads').execute(),
  'a distinct selection': (tx) =>
    tx.selectDistinct({ propertyId: leads.propertyId }).from(leads).execute(),
  'a common table expression': (tx) => {
    const all = tx.$with('all').as(select(tx));
    return tx.with(all).select().from(all).execute();
  },
  'raw SQL': async (tx) => rowsOf(await tx.execute(raw)),
  'a raw string': async (tx) =>
    rowsOf(await tx.execute('select property_id as "propertyId" from leads')),
  'a savepoint': (tx) => tx.transaction(async (inner) => await select(inner)),
  'a savepoint, executed': (tx) => tx.transaction((inner) => select(inner).execute()),
  'several at once': async (tx) =>
    (await Promise.all([select(tx).execute(), select(tx), select(tx).execute()])).flat(),
  'an update with its rows': (tx) =>
    tx
      .update(leads)
      .set({ updatedAt: 2 })
      .returning({ propertyId: leads.propertyId })
      .execute() as Promise<unknown>,
};

describe.each(Object.entries(shapes))('work that begins with %s [P1]', (_shape, work) => {
  it('sees only its tenant’s rows', async () => {
    for (const scope of [world.scope, stranger]) {
      const rows = (await asTenant(world.ctx.db, scope, work)) as { propertyId: string }[];
      expect(new Set(rows.map((row) => row.propertyId))).toEqual(new Set([scope.propertyId]));
    }
  });

  it('sees no leads in the scope of an organization, nor as the system', async () => {
    expect(await asOrganization(world.ctx.db, stranger.organizationId, work)).toEqual([]);
    await expect(asSystem(world.ctx.db, work)).rejects.toThrow();
  });
});

const people = async () => {
  const rows = await world.database.asSuperuser('select first_name as name from leads order by 1');
  return rows.map(({ name }) => name);
};

describe('a transaction that has ended', () => {
  it('refuses statements of work that goes on after another part has failed', async () => {
    const late = Promise.withResolvers<unknown>();
    const attempt = asTenant(world.ctx.db, stranger, (tx) =>
      Promise.all([
        tx.execute(sql`select 1 / 0`),
        (async () => {
          await insertLead(tx, stranger, 'before the failure');
          await attempt.catch(() => {});
          late.resolve(await insertLead(tx, stranger, 'late').then(() => 'done', String));
        })().catch(async () => {
          await attempt.catch(() => {});
          late.resolve(await insertLead(tx, stranger, 'late').then(() => 'done', String));
        }),
      ]),
    );
    await expect(attempt).rejects.toThrow();
    expect(await late.promise).not.toBe('done');
    expect(await people()).toEqual(['first', 'first']);
  });

  it('refuses statements of work that nobody waited for', async () => {
    let kept: Tx | undefined;
    await asTenant(world.ctx.db, stranger, async (tx) => {
      kept = tx;
      await select(tx);
    });
    const late = insertLead(kept!, stranger, 'late').then(
      () => 'done',
      () => 'refused',
    );
    expect(await late).toBe('refused');
    expect(await kept!.transaction((inner) => select(inner).execute()).catch(() => 'refused')).toBe(
      'refused',
    );
    expect(await people()).toEqual(['first', 'first']);
  });

  it('has changed nothing when its role cannot be taken', async () => {
    const attempt = world.ctx.db.transaction(
      (tx) => tx.update(leads).set({ firstName: 'gone' }).execute(),
      { text: `select set_config('role', 'luma_nobody', true)`, params: [] },
    );
    await expect(attempt).rejects.toThrow();
    expect(await people()).toEqual(['first', 'first']);
  });
});

it('does not hand its role on to the next transaction of the connection', async () => {
  await asTenant(world.ctx.db, world.scope, async (tx) => await select(tx));
  const alone = await world.ctx.db.execute(
    sql`select current_user = session_user as itself, current_setting('app.property_id', true) as property`,
  );
  expect(rowsOf(alone)).toEqual([{ itself: true, property: expect.toBeOneOf([null, '']) }]);
});
