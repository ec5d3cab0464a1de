// Finds the browser the tests drive, so that nothing has to be installed by hand, and sets its clock.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { shiftDate } from './shift-date.ts';

const onThisMachine = [
  process.env['CHROME_PATH'],
  // The same engine without a window: the tests take a fifth less.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What every Chromium under test starts with: no sandbox as root, no calls home. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface BrowserContext {
  addInitScript(script: typeof shiftDate, byMs: number): Promise<unknown>;
}

/** Gives a browser's pages the day of the run, where `test-days.ts` has chosen one. */
export async function setDay<Context extends BrowserContext>(context: Context): Promise<Context> {
  const shift = Number(process.env['TEST_CLOCK_SHIFT'] ?? 0);
  if (shift !== 0) await context.addInitScript(shiftDate, shift);
  return context;
}

/** Path of a Chromium: the system's, Playwright's, Debian's (installed when root), or the one npm carries. */
export async function findChromium(): Promise<string> {
  for (const path of onThisMachine) if (path && existsSync(path)) return path;
  const fromE2e = createRequire(new URL('../e2e/package.json', import.meta.url));
  const { chromium } = fromE2e('@playwright/test') as { chromium: { executablePath(): string } };
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No browser found: installing Debian’s chromium-headless-shell …');
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell'], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      return '/usr/bin/chromium-headless-shell';
    } catch (error) {
      console.warn(`apt-get could not install it (${String(error)}); using the one npm carries.`);
    }
  }
  const packed = (await import(pathToFileURL(fromE2e.resolve('@sparticuz/chromium')).href)) as {
    default: { executablePath(): Promise<string> };
  };
  return packed.default.executablePath();
}
