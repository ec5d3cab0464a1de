/** SQL that is written once, as the program starts: neither built nor planned anew each time it runs. */
import { sql, type SQL } from 'drizzle-orm';

/** One statement as a driver takes it. */
export interface Query {
  readonly text: string;
  readonly params: readonly Param[];
}

export type Param = string | number | boolean | null;

/** What a statement is given, and each value's type in SQL. */
type Types<Given> = { readonly [Name in keyof Given]: string };
/** Stands for the values where the statement is written. */
export type Placeholders<Given> = { readonly [Name in keyof Given]: string };

/**
 * @param write the text, with a placeholder wherever a value is used; several uses are one parameter.
 * @returns makes the query of the values.
 */
export function statement<Given extends { [Name in keyof Given]: Param }>(
  types: Types<Given>,
  write: (given: Placeholders<Given>) => string,
): (given: Given) => Query {
  const names = Object.keys(types) as (keyof Given)[];
  const placeholders = names.map((name, n) => [name, `$${n + 1}::${types[name]}`]);
  const text = write(Object.fromEntries(placeholders) as Placeholders<Given>);
  return (given) => ({ text, params: names.map((name) => given[name]) });
}

/** The same statement inside a transaction of Drizzle's. */
export const toSql = ({ text, params }: Query): SQL =>
  sql.join(
    text
      .split(/\$(\d+)/)
      .map((part, n) => (n % 2 === 0 ? sql.raw(part) : sql.param(params[Number(part) - 1]))),
  );

/** The rows of a raw statement: the two drivers wrap them differently. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Row[];
}
