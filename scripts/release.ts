// `pnpm release`: publishes the widget on npm, if everything holds. With `--dry-run` it publishes nothing, and shows what it would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { examine, packWidget } from './package.ts';
import { requireNode, root, run } from './process.ts';

requireNode();
const { values: flags } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } });
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

if (!flags['dry-run'] && git('status', '--porcelain')) {
  console.error('Commit your changes first: what is published must be in the history.');
  process.exit(1);
}
await run(process.execPath, ['packages/widget/build/build.ts']);
await run(process.execPath, ['scripts/check.ts']);

const folder = mkdtempSync(join(tmpdir(), 'luma-release-'));
try {
  const tarball = await packWidget(folder);
  await examine(tarball);
  const read = (...args: string[]) => execFileSync('tar', [...args, tarball], { encoding: 'utf8' });
  const { name, version } = JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  ) as { name: string; version: string };
  const files = read('-tvzf').trimEnd().split('\n');
  console.log(`\n${name} ${version}, ${statSync(tarball).size} bytes packed:`);
  for (const file of files) console.log(file.replace(/^.*?(\d+) \S+ \S+ package\//, '$1\t'));

  if (flags['dry-run']) console.log('\nNothing was published. Without --dry-run, this would be.');
  else await run('npx', ['-y', 'pnpm@12', 'publish', tarball, '--access', 'public']);
} finally {
  rmSync(folder, { recursive: true });
}
