/**
 * In what a verb works: for whom, by whom, and inside which transaction. Guards and the job runner make units; verbs
 * take one, and hand it on to the verbs they use. See docs/decisions/0013.
 */
import type { Via } from '@luma-leasing/types/tour';
import type { Context } from './context.ts';
import { rowsOf, type Tx } from './db/client.ts';
import { asTenant, asTenantInOneGo, takeLocks, type Setup, type TenantScope } from './db/scope.ts';
import { toSql, type Query } from './db/statement.ts';
import type { Lease } from './http/request-lease.ts';

/** Who does something, as histories and logs keep it [B6]. */
export interface Actor {
  role: 'prospect' | 'agent' | 'manager' | 'owner' | 'operator' | 'calendar' | 'system';
  /** The account of who is signed in. */
  userId: string | null;
  /** The agent that they are themselves. */
  profileId: string | null;
  via: Via;
}

/** The leasing team, and whoever runs the server. */
export const isTeam = ({ role }: Actor): boolean =>
  role === 'agent' || role === 'manager' || role === 'owner' || role === 'operator';

export interface UnitOfWork {
  readonly ctx: Context;
  readonly scope: TenantScope;
  readonly actor: Actor;
  /** Asked with a test key: practice, which is seen by nobody and gone after a day. */
  readonly test: boolean;
  /** Under which the answer is to be kept, with what makes it true [B2]. */
  readonly lease?: Lease;
  /** Present inside a transaction. */
  readonly tx?: Tx;
}

/** A unit inside its transaction. */
export interface OpenUnit extends UnitOfWork {
  readonly tx: Tx;
  /** Done once the transaction stands. */
  readonly afterCommit: (() => void)[];
}

export const systemActor: Actor = { role: 'system', userId: null, profileId: null, via: 'system' };

/**
 * Does work in the unit's transaction: in the one that is open, if the caller has opened one, else in its own. Name the
 * inner unit like the outer one: who uses the outer one inside would open a second transaction.
 * @param work may be run by a caller as a part of more: nothing outside of the database may happen in it.
 */
export async function transact<T>(
  outer: UnitOfWork,
  work: (unit: OpenUnit) => Promise<T>,
  setup: Setup = {},
): Promise<T> {
  if (isOpen(outer)) {
    await takeLocks(outer.tx, setup.locks ?? []);
    return work(outer);
  }
  const afterCommit: (() => void)[] = [];
  const { ctx, scope } = outer;
  const result = await asTenant(ctx.db, scope, (tx) => work({ ...outer, tx, afterCommit }), setup);
  for (const run of afterCommit) run();
  return result;
}

/**
 * The same for work that may fail without harm to what the caller does in the transaction: there it is a savepoint.
 */
export const attempt = <T>(
  outer: UnitOfWork,
  work: (unit: OpenUnit) => Promise<T>,
  setup: Setup = {},
): Promise<T> =>
  isOpen(outer)
    ? outer.tx.transaction((tx) => transact({ ...outer, tx } as OpenUnit, work, setup))
    : transact(outer, work, setup);

/** One statement: in the open transaction, or in its own, which is then one round trip. @returns its rows. */
export async function runStatement<Row>(
  unit: UnitOfWork,
  query: Query,
  setup?: Setup,
): Promise<Row[]> {
  if (!isOpen(unit)) return asTenantInOneGo<Row>(unit.ctx.database, unit.scope, query, setup);
  await takeLocks(unit.tx, setup?.locks ?? []);
  return rowsOf<Row>(await unit.tx.execute(toSql(query)));
}

const isOpen = (unit: UnitOfWork): unit is OpenUnit => unit.tx !== undefined;

/** Nobody waits for a provider while a transaction holds its locks. @throws Error */
export function requireNoTransaction(unit: UnitOfWork): void {
  if (isOpen(unit)) throw new Error('A provider was to be asked inside a transaction.');
}

/**
 * Once the change stands, what is kept about the unit's property, and about these agents, is out of date in this process.
 * The other processes hear of it from the database.
 * @param profileIds the agents whose time is another now.
 */
export function noteChange(unit: UnitOfWork, ...profileIds: string[]): void {
  noteIds(unit, [unit.scope.propertyId, ...profileIds]);
}

/** The same of what is kept about these alone. */
export function noteIds(unit: UnitOfWork, ids: string[]): void {
  const note = () => unit.ctx.changes.note(ids);
  if (isOpen(unit)) unit.afterCommit.push(note);
  else note();
}
