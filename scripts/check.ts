// `pnpm check`: format, types, lint, boundaries, dead code, the npm package. Stops at nothing: every fault is shown at once.
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { examinePackage } from './package.ts';
import { requireNode, root } from './process.ts';
import { pluginFaults } from './wordpress/plugin-rules.ts';

requireNode();
const bin = (name: string) => `${root}node_modules/.bin/${name}`;
const execute = promisify(execFile);

type Check = () => Promise<string>;
type Failure = Error & { stdout?: string; stderr?: string };

const command =
  (name: string, ...args: string[]): Check =>
  async () => {
    const { stdout } = await execute(bin(name), args, { cwd: root, maxBuffer: 1 << 26 });
    return stdout;
  };

const projects = [
  'packages/types',
  'packages/server',
  'packages/sandbox',
  'packages/widget',
  'packages/widget/build',
  'e2e',
  'bench',
  'scripts',
];

const checks: Record<string, Check> = {
  ...Object.fromEntries(projects.map((path) => [`types ${path}`, command('tsc', '-p', path)])),
  lint: command('oxlint', '--type-aware'),
  boundaries,
  settings: readsSettingsInOnePlace,
  paths: readsPathsOfUrls,
  waits: waitsInOneWay,
  docs: docsNameFiles,
  'doctor’s codes': docsExplainFindings,
  package: examinePackage,
  'wordpress plugin': keepsPluginRules,
  'dead code': command('knip', '--no-progress'),
  format: command('prettier', '--check', '--log-level', 'warn', '.'),
};

// dependency-cruiser once looked at nothing, silently: it must have seen the code.
async function boundaries(): Promise<string> {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages'];
  const { stdout } = await execute(bin('depcruise'), args, { cwd: root, maxBuffer: 1 << 28 }).catch(
    (error: { stdout: string }) => error,
  );
  const { modules, summary } = JSON.parse(stdout) as {
    modules: { source: string }[];
    summary: {
      totalCruised: number;
      violations: { rule: { name: string }; from: string; to: string }[];
    };
  };
  const seen = globSync('packages/*/src/**/*.ts', { cwd: root }).length;
  if (summary.totalCruised < seen)
    throw new Error(`looked at ${summary.totalCruised} of ${seen} files`);
  const idle = idleParts(modules.map(({ source }) => source));
  if (idle.length > 0) throw new Error(`rules about what is not there:\n${idle.join('\n')}`);
  if (summary.violations.length > 0)
    throw new Error(
      summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).join('\n'),
    );
  return '';
}

/** What the rules name and no module is: a rule whose file was renamed guards nothing. */
function idleParts(sources: string[]): string[] {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    forbidden: { name: string; from: Part; to: Part }[];
  };
  return forbidden.flatMap(({ name, from, to }) =>
    [from.path, from.pathNot, to.path, to.pathNot]
      .filter((pattern) => pattern !== undefined)
      .flatMap(alternatives)
      // What is in `node_modules`, or is a test, may be absent.
      .filter((one) => !/node_modules|\$1|test/.test(one))
      .filter((one) => !sources.some((source) => new RegExp(one).test(source)))
      .map((one) => `${name}: ${one}`),
  );
}

interface Part {
  path?: string;
  pathNot?: string;
}

/** `a/(b|c)` is `a/b` and `a/c`, `a|b` is `a` and `b`: each must be there. */
function alternatives(pattern: string): string[] {
  if (pattern.includes('(?')) return [pattern];
  const group = /\(([^()]*)\)/.exec(pattern);
  if (!group) return pattern.split('|');
  const [whole, inside = ''] = group;
  return inside.split('|').flatMap((one) => alternatives(pattern.replace(whole, () => one)));
}

async function readsSettingsInOnePlace(): Promise<string> {
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\/config\.ts$|\.test\.ts$/.test(file),
  );
  const wrong = files.filter((file) => /process\.env\b/.test(readFileSync(root + file, 'utf8')));
  if (wrong.length > 0)
    throw new Error(`process.env is read outside config.ts: ${wrong.join(', ')}`);
  return '';
}

// A URL's pathname is percent-encoded: no file is found by it in a folder with a space or an umlaut.
async function readsPathsOfUrls(): Promise<string> {
  const files = globSync('{packages,e2e,bench,scripts,examples}/**/*.{ts,js,mjs,cjs}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|\.cache)(\/|$)/.test(path),
  });
  const wrong = files.filter((file) =>
    /import\.meta\.(url|resolve\([^)]*\))\s*,?\s*\)\s*\.pathname/.test(
      readFileSync(root + file, 'utf8'),
    ),
  );
  if (files.length === 0) throw new Error('looked at no file');
  if (wrong.length > 0)
    throw new Error(`a URL's pathname is read, use fileURLToPath: ${wrong.join(', ')}`);
  return '';
}

// A page that names a file which was moved sends its reader astray. A path is as long as the page's reader needs: the end of a real one.
async function docsNameFiles(): Promise<string> {
  const paths = globSync('{*,{packages,e2e,bench,scripts,examples}/**/*}.ts', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|\.cache)(\/|$)/.test(path),
  }).map((path) => `/${path}`);
  const pages = globSync('{*.md,docs/**/*.md,packages/*/README.md,examples/*/README.md}', {
    cwd: root,
  });
  const wrong = pages.flatMap((page) =>
    [...readFileSync(root + page, 'utf8').matchAll(/(?<![\w/.@*{},-])[\w-][\w/.-]*\.ts\b(?!\.)/g)]
      .map(([path]) => path)
      .filter((path) => !paths.some((real) => real.endsWith(`/${path}`)))
      .map((path) => `${page}: ${path}`),
  );
  if (pages.length === 0) throw new Error('looked at no page');
  if (wrong.length > 0) throw new Error(`no such file:\n${wrong.join('\n')}`);
  return '';
}

// The console and the doctor name codes; a site's owner looks them up.
async function docsExplainFindings(): Promise<string> {
  const words = readFileSync(`${root}packages/widget/src/doctor/words.ts`, 'utf8');
  const codes = [...words.matchAll(/^ {2}([A-Z_]+): (?:problem|note|good)\(/gm)].map(
    ([, code]) => code!,
  );
  const page = readFileSync(`${root}docs/doctor.md`, 'utf8');
  const explained = [...page.matchAll(/^\| `([A-Z_]+)` +\||`([A-Z_]+)`(?=[,.]| and)/gm)].map(
    ([, row, listed]) => row ?? listed!,
  );
  const missing = codes.filter((code) => !explained.includes(code));
  const unknown = explained.filter((code) => !codes.includes(code));
  if (codes.length === 0) throw new Error('found no code');
  if (missing.length > 0) throw new Error(`docs/doctor.md lacks ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`nothing finds ${unknown.join(', ')}`);
  return '';
}

// A test that waits a second, or sleeps, fails on a busy machine: each kind of test has one deadline, in one place.
async function waitsInOneWay(): Promise<string> {
  const kinds = [
    {
      of: 'packages/{server,sandbox}/{src/**/*.test,test/**/*}.ts',
      in: 'packages/server/test/eventually.ts',
      waits: /\bvi\s*\.(waitFor|waitUntil)\b|\bexpect\s*\.poll\b|\bsetTimeout\b|timers\/promises/,
    },
    {
      of: 'packages/widget/{src/**/*.test,test/**/*}.ts',
      in: 'packages/widget/test/until.ts',
      waits: /\bwaitUntil\b|\baTimeout\b|\bsetTimeout\b|timers\/promises/,
    },
    {
      of: 'e2e/{*,lib/*,tests/*,consumers/*,wordpress/**/*}.ts',
      in: 'e2e/playwright.config.ts',
      waits: /\btimeout\b|\bsetTimeout\b|\bwaitForTimeout\b|timers\/promises/,
    },
  ];
  for (const { of, in: place, waits } of kinds) {
    const waiting = globSync(of, { cwd: root }).filter((file) =>
      waits.test(readFileSync(root + file, 'utf8')),
    );
    if (!waiting.includes(place)) throw new Error(`${place} waits no more: is the rule stale?`);
    const wrong = waiting.filter((file) => file !== place);
    if (wrong.length > 0)
      throw new Error(`a test waits by itself, not by ${place}: ${wrong.join(', ')}`);
  }
  return '';
}

async function keepsPluginRules(): Promise<string> {
  const faults = pluginFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return '';
}

let failed = false;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`✓ ${name}`);
  } catch (error) {
    failed = true;
    const { stdout = '', stderr = '', message } = error as Failure;
    console.error(`✗ ${name}\n${stdout || stderr ? stdout + stderr : message}`);
  }
}
if (failed) process.exitCode = 1;
