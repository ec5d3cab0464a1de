// `pnpm test`: everything that must hold, on a machine where nothing was installed by hand.
import { findChromium } from './browser.ts';
import { fetchFromDebian } from './debian.ts';
import { requireNode } from './process.ts';
import { groundwork, parts, runSteps, sayVerdict, wordpress } from './suite.ts';
import { fetchWordpress } from './wordpress/packages.ts';

requireNode();
// So that every later step finds the same one.
process.env['CHROME_PATH'] = await findChromium();
const missing = fetchFromDebian();
const ofWordpress = fetchWordpress();
const last = ofWordpress.length > 0 ? [] : [wordpress];
const results = await runSteps([...groundwork, ...parts, ...last]);
for (const what of [...missing, ...ofWordpress])
  console.warn(`\n⚠ SKIPPED: the tests that need ${what}`);
sayVerdict(results);
