// `pnpm test:wordpress`: the plugin in a real WordPress, from its zip to the last trace of it. A part of `pnpm test`.
import { findChromium } from './browser.ts';
import { requireNode } from './process.ts';
import { groundwork, runSteps, sayVerdict, wordpress } from './suite.ts';
import { fetchWordpress } from './wordpress/packages.ts';

requireNode();
process.env['CHROME_PATH'] = await findChromium();
const missing = fetchWordpress();
for (const what of missing) console.error(`⚠ SKIPPED: the tests that need ${what}`);
// Whoever asks for these tests alone must not take their absence for success.
if (missing.length > 0) process.exitCode = 1;
else sayVerdict(await runSteps([groundwork[0]!, wordpress]));
