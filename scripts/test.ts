// `pnpm test`: everything that must hold, on a machine where nothing was installed by hand.
import { findChromium } from './browser.ts';
import { fetchFromDebian } from './debian.ts';
import { requireNode } from './process.ts';
import { groundwork, parts, runSteps, sayVerdict } from './suite.ts';

requireNode();
// So that every later step finds the same one.
process.env['CHROME_PATH'] = await findChromium();
const missing = fetchFromDebian();
const results = await runSteps([...groundwork, ...parts]);
for (const what of missing) console.warn(`\n⚠ SKIPPED: the tests that need ${what}`);
sayVerdict(results);
