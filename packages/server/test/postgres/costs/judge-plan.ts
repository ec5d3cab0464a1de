/** Whether a plan's costs grow with what a statement is not about. Nothing is timed: rows and pages are counted. */

/** A node as `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)` writes it; counts of rows are of one loop. */
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

/** How many rows each table has, as the planner knows it. */
export type Sizes = ReadonlyMap<string, number>;

/** A property with its three agents, and a page of what there is of them, is a few hundred rows; three years are not. */
const usual = 300;
/** More rows read than this for each that is returned or written. */
const perRow = 10;
/** Of each thing that its sender is about, its account, say, beside it. */
const rowsEach = 2;
/** An entry of an index that is only noted costs a fraction of a row that is read: hundreds lie in a page. */
const entriesPerRow = 10;
/** An index is as deep as that, and a row lies in one page more. */
const pagesPerRow = 6;
/** Below this a table is read as a whole whatever its indexes. */
export const big = 1_000;

/**
 * What is wrong with the plan, one line a node.
 * @param about how many things the statement's sender is about by itself, be they found or not.
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
    // A look-up that finds nothing has been made all the same.
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

/** Rows that are returned, or written where nothing is. */
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
