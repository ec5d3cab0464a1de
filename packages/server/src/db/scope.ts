import { sql } from 'drizzle-orm';
import { rowsOf, type Database, type Db, type Tx } from './client.ts';
import type { Query } from './statement.ts';

declare const minted: unique symbol;

/**
 * Proof that somebody was allowed to act for a property: only `mint-scope.ts` makes one. Every verb works in a scope,
 * and row security follows it.
 */
export interface TenantScope {
  readonly organizationId: string;
  readonly propertyId: string;
  readonly [minted]: true;
}

/** In a scope's `propertyId`: what the whole organisation shares (agents, calendars, the mirror), no property's own rows. */
export const noProperty = '00000000-0000-0000-0000-000000000000';

/** What a transaction may also set up. */
export interface Setup {
  /** Names of advisory locks, held to its end. */
  locks?: readonly string[];
  /** False: the commit is not flushed, and is lost if the database crashes within the next moments. */
  flush?: boolean;
}

/** One transaction as one property. */
export const asTenant = <T>(
  db: Db,
  scope: TenantScope,
  work: (tx: Tx) => Promise<T>,
  setup?: Setup,
): Promise<T> => db.transaction(work, takeTenant(scope, setup));

/** `asTenant` for work that is one statement: all of it is one round trip. @returns its rows. */
export const asTenantInOneGo = async <Row>(
  database: Database,
  scope: TenantScope,
  work: Query,
  setup?: Setup,
): Promise<Row[]> => (await database.inOneGo([takeTenant(scope, setup), work])) as Row[];

/** One transaction as an organisation: it sees what its properties share, and nothing of any one of them. */
export const asOrganization = <T>(
  db: Db,
  organizationId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => db.transaction(work, takeTenant({ organizationId, propertyId: noProperty }));

/** One transaction before a tenant is known (key, link, OAuth state), or for a sweep over all of them. */
export const asSystem = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(work, take('luma_system'));

/** One transaction on the sign-in tables, which nobody else sees. */
export const asAuth = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(work, take('luma_auth'));

/** Goes on as the system in a transaction begun as another. */
export const becomeSystem = async (tx: Tx): Promise<void> => {
  await tx.execute(sql`select set_config('role', 'luma_system', true)`);
};

/** Goes on at the sign-in tables in a transaction begun as another. */
export const becomeAuth = async (tx: Tx): Promise<void> => {
  await tx.execute(sql`select set_config('role', 'luma_auth', true)`);
};

/** Goes on as a tenant in a transaction begun as another. */
export const becomeTenant = async (tx: Tx, scope: TenantScope): Promise<void> => {
  await become(tx, scope);
};

/** Does a part of a tenant's transaction as the system. */
export async function asSystemWithin<T>(
  tx: Tx,
  scope: TenantScope,
  part: () => Promise<T>,
): Promise<T> {
  await becomeSystem(tx);
  const result = await part();
  await becomeTenant(tx, scope);
  return result;
}

/**
 * Goes on as one property of an organisation, in a transaction begun as another: what belongs to several properties is
 * changed as one.
 * @throws Error when the organisation has no such property.
 */
export async function becomeProperty(
  tx: Tx,
  { organizationId }: Pick<TenantScope, 'organizationId'>,
  propertyId: string,
): Promise<void> {
  await become(tx, { organizationId, propertyId });
  const found = await tx.execute(
    sql`select 1 from properties where id = ${propertyId}::uuid and organization_id = ${organizationId}::uuid`,
  );
  if (rowsOf(found).length === 0) throw new Error('a property of another organisation was named');
}

const become = (tx: Tx, { organizationId, propertyId }: Ids) =>
  tx.execute(sql`select set_config('role', 'luma_tenant', true),
    set_config('app.organization_id', ${organizationId}, true),
    set_config('app.property_id', ${propertyId}, true)`);

/** Takes advisory locks in a transaction that is open already. */
export async function takeLocks(tx: Tx, names: readonly string[]): Promise<void> {
  // One by one, in the order that everybody keeps.
  for (const name of names.toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

type Ids = Pick<TenantScope, 'organizationId' | 'propertyId'>;

const takeTenant = ({ organizationId, propertyId }: Ids, setup?: Setup): Query =>
  take(
    'luma_tenant',
    { 'app.organization_id': organizationId, 'app.property_id': propertyId },
    setup,
  );

/** One statement that takes the role, and then whatever else the transaction needs, in this order. */
function take(
  role: 'luma_tenant' | 'luma_system' | 'luma_auth',
  settings: Record<string, string> = {},
  { locks = [], flush = true }: Setup = {},
): Query {
  const values = Object.values(settings);
  const calls = [
    `set_config('role', '${role}', true)`,
    ...Object.keys(settings).map((name, n) => `set_config('${name}', $${n + 1}, true)`),
    ...(flush ? [] : [`set_config('synchronous_commit', 'off', true)`]),
    ...locks.map((_, n) => `pg_advisory_xact_lock(hashtextextended($${values.length + n + 1}, 0))`),
  ];
  // In one order, so that no two requests hold what the other wants.
  return { text: `select ${calls.join(', ')}`, params: [...values, ...locks.toSorted()] };
}
