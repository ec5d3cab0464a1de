import { sql } from 'drizzle-orm';
import { rowsOf, type Database, type Db, type Tx } from './client.ts';
import type { Query } from './statement.ts';

declare const minted: unique symbol;

/**
 * Proof that somebody may act for a property: only `mint-scope.ts` makes one. Every verb works in a scope, and row
 * security shows the rows of that scope only.
 */
export interface TenantScope {
  readonly organizationId: string;
  readonly propertyId: string;
  readonly [minted]: true;
}

/**
 * The `propertyId` of an organization's scope: it sees what the whole organization shares (agents, calendars, the
 * mirror), and no property's own rows.
 */
export const noProperty = '00000000-0000-0000-0000-000000000000';

/** Options of a transaction. */
export interface TransactionOptions {
  /** Names of advisory locks. They are held to the end of the transaction. */
  locks?: readonly string[];
  /** False: the commit does not wait for the disk, and is lost if the database crashes within the next moments. */
  flush?: boolean;
}

/** Runs one transaction as one property. */
export const asTenant = <T>(
  db: Db,
  scope: TenantScope,
  work: (tx: Tx) => Promise<T>,
  setup?: TransactionOptions,
): Promise<T> => db.transaction(work, takeTenant(scope, setup));

/** `asTenant` for a single statement, in one round trip. @returns its rows. */
export const asTenantInOneGo = async <Row>(
  database: Database,
  scope: TenantScope,
  work: Query,
  setup?: TransactionOptions,
): Promise<Row[]> => (await database.inOneGo([takeTenant(scope, setup), work])) as Row[];

/** Runs one transaction as an organization: it sees what its properties share, and no property's own rows. */
export const asOrganization = <T>(
  db: Db,
  organizationId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => db.transaction(work, takeTenant({ organizationId, propertyId: noProperty }));

/** Runs one transaction before a tenant is known (key, link, OAuth state), or for a sweep over all tenants. */
export const asSystem = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(work, take('luma_system'));

/** Runs one transaction on the sign-in tables, which no other role can read. */
export const asAuth = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(work, take('luma_auth'));

/** Changes the role of an open transaction to the system's. */
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
 * Changes an open transaction to another property of the organization: what concerns several properties changes in
 * one transaction.
 * @throws Error when the organization has no such property.
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
  if (rowsOf(found).length === 0) throw new Error('a property of another organization was named');
}

const become = (tx: Tx, { organizationId, propertyId }: Ids) =>
  tx.execute(sql`select set_config('role', 'luma_tenant', true),
    set_config('app.organization_id', ${organizationId}, true),
    set_config('app.property_id', ${propertyId}, true)`);

/** Takes advisory locks in a transaction that is open already. */
export async function takeLocks(tx: Tx, names: readonly string[]): Promise<void> {
  // One after another and sorted, as everybody does: otherwise two transactions could wait for each other.
  for (const name of names.toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

type Ids = Pick<TenantScope, 'organizationId' | 'propertyId'>;

const takeTenant = ({ organizationId, propertyId }: Ids, setup?: TransactionOptions): Query =>
  take(
    'luma_tenant',
    { 'app.organization_id': organizationId, 'app.property_id': propertyId },
    setup,
  );

/** The statement that takes the role, then sets the settings, then takes the locks. */
function take(
  role: 'luma_tenant' | 'luma_system' | 'luma_auth',
  settings: Record<string, string> = {},
  { locks = [], flush = true }: TransactionOptions = {},
): Query {
  const values = Object.values(settings);
  const calls = [
    `set_config('role', '${role}', true)`,
    ...Object.keys(settings).map((name, n) => `set_config('${name}', $${n + 1}, true)`),
    ...(flush ? [] : [`set_config('synchronous_commit', 'off', true)`]),
    ...locks.map((_, n) => `pg_advisory_xact_lock(hashtextextended($${values.length + n + 1}, 0))`),
  ];
  // Sorted, so that two requests never hold what the other wants.
  return { text: `select ${calls.join(', ')}`, params: [...values, ...locks.toSorted()] };
}
