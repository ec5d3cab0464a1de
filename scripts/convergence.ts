// `pnpm test:convergence [runs]`: the property test of two-way sync at length, as for a night; `test` does fifty runs.
import { requireNode, root, run } from './process.ts';

requireNode();
const [runs = '5000'] = process.argv.slice(2);
await run(
  `${root}packages/server/node_modules/.bin/vitest`,
  ['run', '--project', 'pglite', 'convergence'],
  {
    cwd: `${root}packages/server`,
    env: { ...process.env, CONVERGENCE_RUNS: runs },
  },
);
