/** SQL that is built once, when the program starts, and not each time it runs. */
import { sql, type SQL } from 'drizzle-orm';

/** A statement in the form that drivers take. */
export interface Query {
  readonly text: string;
  readonly params: readonly Param[];
}

export type Param = string | number | boolean | null;

/** The SQL type of each value of a statement. */
type Types<Given> = { readonly [Name in keyof Given]: string };
/** The placeholders for the values, to be used in the statement's text. */
export type Placeholders<Given> = { readonly [Name in keyof Given]: string };

/**
 * Builds a statement once.
 * @param write returns the text. It may use a placeholder several times; that is one parameter.
 * @returns a function that makes the query with its values.
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

/** The query as Drizzle's SQL, to run it in a transaction of Drizzle. */
export const toSql = ({ text, params }: Query): SQL =>
  sql.join(
    text
      .split(/\$(\d+)/)
      .map((part, n) => (n % 2 === 0 ? sql.raw(part) : sql.param(params[Number(part) - 1]))),
  );

/** The rows of a raw statement. The two drivers return them in different shapes. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Row[];
}
