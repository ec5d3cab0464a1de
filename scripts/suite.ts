// The steps of the whole suite. All are run whatever the ones before them said; then comes the verdict.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from './process.ts';
import { playwright, tally, vitest, webTestRunner, type Words } from './tally.ts';

export interface Step {
  name: string;
  /** The folder it runs in, from the root. */
  in: string;
  command: string[];
  words?: Words;
}

export interface Result {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
}

const byVitest = { command: ['vitest', 'run'], words: vitest };

/** Those that only look at the code, and make of it what the others need. */
export const groundwork: Step[] = [
  { name: 'build', in: '', command: ['node', 'scripts/build.ts'] },
  { name: 'check', in: '', command: ['node', 'scripts/check.ts'] },
];

export const parts: Step[] = [
  { name: 'sandbox', in: 'packages/sandbox', ...byVitest },
  { name: 'server', in: 'packages/server', ...byVitest },
  { name: 'widget', in: 'packages/widget', command: ['web-test-runner'], words: webTestRunner },
  { name: 'e2e', in: 'e2e', command: ['playwright', 'test'], words: playwright },
  {
    name: 'consumers',
    in: 'e2e',
    command: ['playwright', 'test', '--config', 'consumers'],
    words: playwright,
  },
];

/** Last, where its WordPress can be had (`wordpress/packages.ts`). */
export const wordpress: Step = {
  name: 'wordpress',
  in: 'e2e',
  command: ['playwright', 'test', '--config', 'wordpress.config.ts'],
  words: playwright,
};

/** What a change breaks first, in a minute and a half: for the loop of work (`pnpm test:quick`). */
export const quick: Step[] = [
  ...groundwork,
  parts[0]!,
  {
    name: 'server',
    in: 'packages/server',
    command: ['vitest', 'run', '--project', 'pure'],
    words: vitest,
  },
  {
    name: 'booking',
    in: 'packages/server',
    command: ['vitest', 'run', '--project', 'pglite', 'book-tour.test', 'openings.test'],
    words: vitest,
  },
  {
    name: 'widget',
    in: 'packages/widget',
    command: ['web-test-runner', '--files', 'src/{flow,lib}/*.test.ts'],
    words: webTestRunner,
  },
];

/** @param envOf what a step finds in its environment beside ours. */
export async function runSteps(
  steps: Step[],
  envOf: (step: Step) => Record<string, string> = () => ({}),
): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of steps) {
    console.log(`\n── ${step.name}`);
    const began = performance.now();
    const { ok, output } = await runStep(step, envOf(step));
    const count = tally(output, ok, step.words);
    if (ok && count.failed > 0)
      console.error(`${step.name} failed, though it ended as if it had not`);
    results.push({ name: step.name, ...count, seconds: (performance.now() - began) / 1_000 });
  }
  return results;
}

/** The results, and `N passed, N failed` alone on the last line. Sets the exit code. */
export function sayVerdict(results: Result[]): void {
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    const counts = [failed > 0 && `${failed} failed`, passed > 0 && `${passed} passed`];
    const said = counts.filter(Boolean).join(', ') || 'well';
    console.log(`${failed > 0 ? '✗' : '✓'} ${name}: ${said} (${seconds.toFixed(1)} s)`);
  }
  const sum = (of: 'passed' | 'failed') => results.reduce((total, one) => total + one[of], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
}

function runStep(
  step: Step,
  env: Record<string, string>,
): Promise<{ ok: boolean; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const cwd = root + step.in;
  const [name = '', ...args] = step.command;
  const child = spawn(name, args, {
    cwd,
    env: {
      ...process.env,
      PATH: `${cwd}/node_modules/.bin:${process.env['PATH']}`,
      // The tests start the same server and sandbox a hundred times: only the first time they are compiled.
      NODE_COMPILE_CACHE: `${root}node_modules/.cache/node`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    output += stripVTControlCharacters(chunk.toString());
  });
  child.once('error', (error) => {
    console.error(String(error));
    resolve({ ok: false, output });
  });
  child.once('close', (code) => resolve({ ok: code === 0, output }));
  return promise;
}
