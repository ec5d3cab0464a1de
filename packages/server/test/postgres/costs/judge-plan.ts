/**
 * Judges whether the costs of a plan grow with data that its statement is not about. Nothing is timed: rows and
 * pages are counted.
 */

/** A node of `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`. Counts of rows are per loop. */
export interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Index Searches'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Plan[];
}

/** The number of rows of each table, as the planner knows it. */
export type Sizes = ReadonlyMap<string, number>;

/** A property with its three agents, and a page of their data, has a few hundred rows; three years have more. */
const usual = 300;
/** The rows that may be read for each row that is returned or written. */
const perRow = 10;
/** The rows that may be read for each thing that the sender is about, for example its account. */
const rowsEach = 2;
/** A bitmap scan only notes index entries. That costs a fraction of reading a row, because a page has hundreds. */
const entriesPerRow = 10;
/** The depth of an index, and one page for the row. */
const pagesPerRow = 6;
/** Postgres reads a smaller table as a whole, whatever its indexes. */
export const big = 1_000;

/**
 * The faults of a plan, one line for each node.
 * @param about the number of things that the sender is about, found or not.
 */
export function judgePlan(root: Plan, sizes: Sizes, about: number): string[] {
  const limit = usual + perRow * resultOf(root) + rowsEach * about;
  return nodesOf(root).flatMap((node) => {
    const table = node['Relation Name'];
    const loops = node['Actual Loops'] ?? 0;
    if (!node['Node Type'].endsWith('Scan') || loops === 0) return [];
    if (!table && !node['Index Name']) return [];
    const dropped =
      (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    const read = Math.round(((node['Actual Rows'] ?? 0) + dropped) * loops);
    const said = describe(node);
    if (node['Node Type'] === 'Seq Scan') {
      const size = sizes.get(table ?? '') ?? 0;
      return size >= big && limit < size ? [`${said}: a table of ${size} rows, row by row`] : [];
    }
    // A look-up that finds nothing costs, too.
    const lookedUp = Math.max(read, loops);
    const most = node['Node Type'] === 'Bitmap Index Scan' ? limit * entriesPerRow : limit;
    if (lookedUp > most)
      return [`${said}: reads ${lookedUp} rows for ${resultOf(root)} (${dropped * loops} dropped)`];
    const searches = Math.max(node['Index Searches'] ?? 0, loops);
    const pages = pagesOf(node) - (node.Plans ?? []).reduce((sum, one) => sum + pagesOf(one), 0);
    const usualPages = 50 + pagesPerRow * (read + searches);
    return pages > usualPages ? [`${said}: ${pages} pages for ${read} rows`] : [];
  });
}

const pagesOf = (node: Plan): number =>
  (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0);

/** The number of rows that are returned, or written. */
function resultOf(root: Plan): number {
  const written = nodesOf(root).flatMap((node) =>
    node['Node Type'] === 'ModifyTable' ? (node.Plans ?? []) : [],
  );
  return Math.max(...[root, ...written].map(rowsOf));
}

const rowsOf = (node: Plan): number =>
  Math.round((node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 0));

const nodesOf = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function describe(node: Plan): string {
  const on = [node['Relation Name'], node['Index Name']].filter(Boolean).join(' by ');
  const conditions = [node['Index Cond'], node.Filter].filter(Boolean).join(' filter ');
  return `${node['Node Type']} on ${on}${conditions && ` [${conditions}]`}`;
}
