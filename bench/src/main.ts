/** `pnpm bench [name …]`: runs the named benches, or all, and prints one table. */
import { type Bench, type Row, printTable } from './lib/report.ts';

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  slots: () => import('./slots.ts'),
  availability: () => import('./availability.ts'),
  booking: () => import('./booking.ts'),
  embedded: () => import('./embedded.ts'),
  poll: () => import('./poll.ts'),
  sync: () => import('./sync.ts'),
  bytes: () => import('./bytes.ts'),
  widget: () => import('./widget.ts'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, load] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.error(`${name} …`);
  const { bench } = await load();
  try {
    rows.push(...(await bench()));
  } catch (error) {
    // The others are measured all the same.
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
}
printTable(rows);
