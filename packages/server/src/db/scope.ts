import { sql, type SQL } from 'drizzle-orm';
import type { Database, Db, Tx } from './client.ts';
import type { Query } from './statement.ts';

declare const minted: unique symbol;

/**
 * Proof that somebody was allowed to act for a property: minted by the guards (and by the job runner from a
 * job's payload), taken by every verb. Row security follows it.
 */
export interface TenantScope {
  readonly organizationId: string;
  readonly propertyId: string;
  readonly [minted]: true;
}

/** Only guards and the job runner call this. */
export const mintScope = (ids: { organizationId: string; propertyId: string }): TenantScope =>
  ids as TenantScope;

const noProperty = '00000000-0000-0000-0000-000000000000';

/** What the whole organisation shares (agents, calendars, the mirror), and no property's own rows. */
export const mintOrganization = (organizationId: string): TenantScope =>
  mintScope({ organizationId, propertyId: noProperty });

/**
 * One transaction as one property. The role is taken in the same round trip as the work's first statement;
 * should taking it fail, the transaction is aborted before that statement runs.
 * @param first what must also be set up before the work, as expressions: advisory locks, settings.
 */
export function asTenant<T>(
  db: Db,
  scope: TenantScope,
  work: (tx: Tx) => Promise<T>,
  first: SQL[] = [],
): Promise<T> {
  return inTransaction(db, [...tenantSettings(scope), ...first], work);
}

/** What a transaction of one statement may also set up. */
export interface Setup {
  /** Names of locks held to its end: see `advisoryLocks`. */
  locks?: string[];
  /** A commit that is not flushed is lost if the database crashes within the next moments. */
  flush?: boolean;
}

/** `asTenant` for work that is one statement: all of it is one round trip. @returns its rows. */
export async function asTenantInOneGo<Row>(
  database: Database,
  { organizationId, propertyId }: TenantScope,
  work: Query,
  { locks = [], flush = true }: Setup = {},
): Promise<Row[]> {
  const settings = [
    `set_config('role', 'luma_tenant', true)`,
    `set_config('app.organization_id', $1, true)`,
    `set_config('app.property_id', $2, true)`,
    ...(flush ? [] : [`set_config('synchronous_commit', 'off', true)`]),
    ...locks.map((_, n) => `pg_advisory_xact_lock(hashtextextended($${n + 3}, 0))`),
  ];
  const setUp = {
    text: `select ${settings.join(', ')}`,
    params: [organizationId, propertyId, ...locks.toSorted()],
  };
  return (await database.inOneGo([setUp, work])) as Row[];
}

/** One transaction as an organisation: it sees what its properties share, and nothing of any one of them. */
export const asOrganization = <T>(
  db: Db,
  organizationId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  inTransaction(
    db,
    [
      sql`set_config('role', 'luma_tenant', true)`,
      sql`set_config('app.organization_id', ${organizationId}, true)`,
    ],
    work,
  );

/**
 * Locks held to the end of the transaction, to be taken before its first statement: `asTenant`'s `first`.
 * In one order, so that no two requests hold what the other wants.
 */
export const advisoryLocks = (names: string[]): SQL[] =>
  names.toSorted().map((name) => sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`);

/** One transaction before a tenant is known (key, link, OAuth state), or for a sweep over all of them. */
export const asSystem = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, [sql`set_config('role', 'luma_system', true)`], work);

/** One transaction on the sign-in tables, which nobody else sees. */
export const asAuth = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, [sql`set_config('role', 'luma_auth', true)`], work);

/** Goes on as the system in a transaction begun as another. */
export const becomeSystem = async (tx: Tx): Promise<void> => {
  await tx.execute(sql`select set_config('role', 'luma_system', true)`);
};

/** Goes on as a tenant in a transaction begun as another: what belongs to several is changed as one. */
export const becomeTenant = async (tx: Tx, scope: TenantScope): Promise<void> => {
  await tx.execute(sql`select ${sql.join(tenantSettings(scope), sql`, `)}`);
};

const tenantSettings = ({ organizationId, propertyId }: TenantScope): SQL[] => [
  sql`set_config('role', 'luma_tenant', true)`,
  sql`set_config('app.organization_id', ${organizationId}, true)`,
  sql`set_config('app.property_id', ${propertyId}, true)`,
];

function inTransaction<T>(db: Db, settings: SQL[], work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    const takeRole = async () => tx.execute(sql`select ${sql.join(settings, sql`, `)}`);
    const [, result] = await Promise.all([takeRole(), work(tx)]);
    return result;
  });
}
