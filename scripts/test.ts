// `pnpm test`: everything that must hold, on a machine where nothing was installed by hand.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { findChromium } from './browser.ts';
import { buildIfStale } from './build.ts';
import { requireNode, root } from './process.ts';
import { playwright, tally, vitest, webTestRunner, type Words } from './tally.ts';

requireNode();
// So that every later step finds the same one.
process.env['CHROME_PATH'] = await findChromium();
await buildIfStale();

interface Step {
  name: string;
  in: string;
  command: string[];
  words?: Words;
}

const byVitest = { command: ['vitest', 'run'], words: vitest };
const steps: Step[] = [
  { name: 'check', in: '', command: ['node', 'scripts/check.ts'] },
  { name: 'sandbox', in: 'packages/sandbox', ...byVitest },
  { name: 'server', in: 'packages/server', ...byVitest },
  {
    name: 'widget',
    in: 'packages/widget',
    command: ['web-test-runner'],
    words: webTestRunner,
  },
  { name: 'end to end', in: 'e2e', command: ['playwright', 'test'], words: playwright },
];

let passed = 0;
for (const step of steps) {
  const began = performance.now();
  console.log(`\n── ${step.name}`);
  const { ok, output } = await runStep(step);
  const count = tally(output, ok, step.words);
  passed += count.passed;
  if (count.failed > 0) {
    console.error(`\n✗ ${step.name} failed${ok ? ', though it ended as if it had not' : ''}`);
    console.log(`${passed} passed, ${count.failed} failed`);
    process.exit(1);
  }
  console.log(`── ${step.name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`\n${passed} passed, 0 failed`);

function runStep(step: Step): Promise<{ ok: boolean; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const cwd = root + step.in;
  const [name = '', ...args] = step.command;
  const child = spawn(name, args, {
    cwd,
    env: { ...process.env, PATH: `${cwd}/node_modules/.bin:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    output += stripVTControlCharacters(chunk.toString());
  });
  child.once('error', (error) => resolve({ ok: false, output: String(error) }));
  child.once('close', (code) => resolve({ ok: code === 0, output }));
  return promise;
}
