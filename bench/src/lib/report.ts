/** The results of a bench, and how they are printed. */
import type { Quartiles } from './paired.ts';

export interface Row {
  name: string;
  /** In the words of DESIGN.md. */
  goal: string;
  measured: string;
  /** Absent: the row has no goal, and explains another row. */
  met?: boolean;
}

/** Measures, and returns rows of the table. */
export type Bench = () => Row[] | Promise<Row[]>;

export const perSecond = (speed: number) => `${Math.round(speed).toLocaleString('en-US')}/s`;

/** `median [q1–q3]` to three significant digits. */
export function spread({ q1, median, q3 }: Quartiles): string {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  return `${short(median)} [${short(q1)}–${short(q3)}]`;
}

const verdict = ({ met }: Row) => (met === undefined ? '' : met ? 'met' : 'MISSED');

export function printTable(rows: readonly Row[]): void {
  const cells = [
    ['name', 'goal', 'measured', 'verdict'],
    ...rows.map((row) => [row.name, row.goal, row.measured, verdict(row)]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  for (const [index, row] of cells.entries()) {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
    if (index === 0) console.log(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  }
}
