/** A table as text: rows under their heads, each column as wide as its longest cell. Pure. */
export function formatTable(heads: string[], rows: string[][], empty: string): string {
  if (rows.length === 0) return empty;
  const lines = [heads, ...rows];
  const widths = heads.map((_, n) => Math.max(...lines.map((cells) => cells[n]!.length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, n) => cell.padEnd(widths[n]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values as text, one pair a line. Pure. */
export const formatPairs = (pairs: [string, string][]): string => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};
