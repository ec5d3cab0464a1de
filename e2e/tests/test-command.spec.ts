import { execFile } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { playwright, tally, vitest, webTestRunner } from '../../scripts/tally.ts';

/** The summary line of each test runner. */
const said = [
  { words: vitest, output: '      Tests  16 passed (16)', ok: true, is: [16, 0] },
  { words: vitest, output: '      Tests  3 failed | 16 passed (19)', ok: false, is: [16, 3] },
  { words: vitest, output: '      Tests  2 failed | 20 skipped (22)', ok: false, is: [0, 2] },
  {
    words: vitest,
    output: ' Test Files  1 failed (1)\n      Tests  no tests',
    ok: false,
    is: [0, 1],
  },
  { words: vitest, output: 'No test files found', ok: true, is: [0, 1] },
  { words: vitest, output: '      Tests  3 failed | 16 passed (19)', ok: true, is: [16, 3] },
  { words: webTestRunner, output: '9/9 test files | 70 passed, 0 failed', ok: true, is: [70, 0] },
  { words: webTestRunner, output: '9/9 test files | 68 passed, 2 failed', ok: false, is: [68, 2] },
  {
    words: playwright,
    output: '  2 failed\n    a.spec.ts\n  5 passed (38.2s)',
    ok: false,
    is: [5, 2],
  },
  { words: undefined, output: '✗ lint', ok: false, is: [0, 1] },
];

test('pnpm test counts what passed and what failed', () => {
  for (const { words, output, ok, is } of said) {
    const { passed, failed } = tally(output, ok, words);
    expect([passed, failed], output).toEqual(is);
  }
});

test('pnpm test runs the later steps after a failing one, and gives the verdict last', async () => {
  const module = (name: string) => JSON.stringify(import.meta.resolve(`../../scripts/${name}.ts`));
  const script = `
    import { runSteps, sayVerdict } from ${module('suite')};
    import { vitest } from ${module('tally')};
    const step = (name, ...command) => ({ name, in: '', command });
    sayVerdict(await runSteps([
      step('check', 'node', '--eval', 'process.exitCode = 2'),
      step('nowhere', 'no-such-command'),
      { ...step('sandbox', 'node', '--eval', 'console.log("  Tests  2 failed | 3 passed (5)"); process.exitCode = 1'), words: vitest },
      { ...step('server', 'node', '--eval', 'console.log("  Tests  4 passed (4)")'), words: vitest },
    ]));`;
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; output: string }>();
  execFile(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    (error, output) => resolve({ code: error?.code ?? 0, output }),
  );
  const { code, output } = await promise;
  expect(code).toBe(1);
  expect(output).toContain('✗ check');
  expect(output).toContain('✓ server: 4 passed');
  expect(output.trimEnd().split('\n').at(-1)).toBe('7 passed, 4 failed');
});
