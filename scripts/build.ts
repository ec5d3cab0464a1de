// Builds what the server serves, when its sources are newer than what was built.
import { globSync, statSync, watch } from 'node:fs';
import { root, run } from './process.ts';

const newest = (patterns: string[]): number =>
  Math.max(
    0,
    ...globSync(patterns, { cwd: root }).map((file) => statSync(`${root}${file}`).mtimeMs),
  );

export async function buildIfStale(): Promise<void> {
  const sources = newest([
    'packages/widget/{src,build}/**/*.{ts,js,json}',
    'packages/widget/package.json',
  ]);
  const built = newest(['packages/widget/dist/custom-elements.json']);
  if (built >= sources) return;
  await run(process.execPath, ['build/build.ts'], {
    cwd: `${root}packages/widget`,
    stdio: ['ignore', 2, 'inherit'],
  });
}

/** Builds again whenever a source of the widget changes; a fault is shown, and the last build stays. */
export function buildOnChange(): void {
  let waiting: NodeJS.Timeout | undefined;
  watch(`${root}packages/widget/src`, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      buildIfStale().catch((error: unknown) => console.error(String(error)));
    }, 100);
  });
}

if (import.meta.main) await buildIfStale();
