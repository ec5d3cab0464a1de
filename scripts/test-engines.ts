// `pnpm test:engines`: every test of the server that needs a database, on both engines (`packages/server/vitest.config.ts`).
import { requireNode } from './process.ts';
import { parts, runSteps, sayVerdict } from './suite.ts';

requireNode();
const server = parts.filter((part) => part.name === 'server');
sayVerdict(await runSteps(server, () => ({ TEST_ENGINES: 'both' })));
