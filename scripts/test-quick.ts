// `pnpm test:quick`: what a change breaks first. `pnpm test` is the verdict.
import { findChromium } from './browser.ts';
import { requireNode } from './process.ts';
import { quick, runSteps, sayVerdict } from './suite.ts';

requireNode();
process.env['CHROME_PATH'] = await findChromium();
sayVerdict(await runSteps(quick));
