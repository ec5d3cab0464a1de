/**
 * The unit of work of a verb: for which tenant, by whom, in which transaction. Guards and the job runner make
 * units. A verb takes one and hands it to the verbs that it uses. See docs/decisions/0013.
 */
import type { Via } from '@luma-leasing/types/tour';
import type { Context } from './context.ts';
import { rowsOf, type Tx } from './db/client.ts';
import {
  asTenant,
  asTenantInOneGo,
  takeLocks,
  type TenantScope,
  type TransactionOptions,
} from './db/scope.ts';
import { toSql, type Query } from './db/statement.ts';
import type { Lease } from './http/request-lease.ts';

/** Who does something, as histories and logs record it [B6]. */
export interface Actor {
  role: 'prospect' | 'agent' | 'manager' | 'owner' | 'operator' | 'calendar' | 'system';
  /** The account of a person who is signed in. */
  userId: string | null;
  /** The profile of a person who gives tours. */
  profileId: string | null;
  via: Via;
}

/** The leasing team and the operator of the server. */
export const isTeam = ({ role }: Actor): boolean =>
  role === 'agent' || role === 'manager' || role === 'owner' || role === 'operator';

export interface UnitOfWork {
  readonly ctx: Context;
  readonly scope: TenantScope;
  readonly actor: Actor;
  /** The request has a test key: its tours are practice, which nobody sees and which is deleted after a day. */
  readonly test: boolean;
  /**
   * The lease of a request with an idempotency key: the answer is stored under it, in the transaction of the change
   * [B2].
   */
  readonly lease?: Lease;
  /** The open transaction; absent outside of one. */
  readonly tx?: Tx;
}

/** A unit inside its transaction. */
export interface OpenUnit extends UnitOfWork {
  readonly tx: Tx;
  /** Called after the commit. */
  readonly afterCommit: (() => void)[];
}

export const systemActor: Actor = { role: 'system', userId: null, profileId: null, via: 'system' };

/**
 * Does work in the unit's open transaction, or else in a new one. Give the inner unit the name of the outer one:
 * work that uses the outer unit would open a second transaction.
 * @param work must do nothing outside of the database: a caller may run it as a part of a larger transaction.
 */
export async function transact<T>(
  outer: UnitOfWork,
  work: (unit: OpenUnit) => Promise<T>,
  setup: TransactionOptions = {},
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

/** `transact` for work that may fail alone: in an open transaction it is a savepoint, and the caller can go on. */
export const attempt = <T>(
  outer: UnitOfWork,
  work: (unit: OpenUnit) => Promise<T>,
  setup: TransactionOptions = {},
): Promise<T> =>
  isOpen(outer)
    ? outer.tx.transaction((tx) => transact({ ...outer, tx } as OpenUnit, work, setup))
    : transact(outer, work, setup);

/** Runs one statement in the open transaction, or else in a new one, in one round trip. @returns its rows. */
export async function runStatement<Row>(
  unit: UnitOfWork,
  query: Query,
  setup?: TransactionOptions,
): Promise<Row[]> {
  if (!isOpen(unit)) return asTenantInOneGo<Row>(unit.ctx.database, unit.scope, query, setup);
  await takeLocks(unit.tx, setup?.locks ?? []);
  return rowsOf<Row>(await unit.tx.execute(toSql(query)));
}

const isOpen = (unit: UnitOfWork): unit is OpenUnit => unit.tx !== undefined;

/** A provider must not be asked inside a transaction: its locks would wait for the answer. @throws Error */
export function requireNoTransaction(unit: UnitOfWork): void {
  if (isOpen(unit)) throw new Error('A provider was to be asked inside a transaction.');
}

/**
 * After the commit, answers kept in this process for the unit's property and for these agents are out of date. The
 * database tells the other processes.
 * @param profileIds the agents whose free time has changed.
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
