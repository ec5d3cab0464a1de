// The npm package as its consumers get it: packed into a tarball, and examined by the tools that know their bundlers.
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildIfStale } from './build.ts';
import { root } from './process.ts';

const execute = promisify(execFile);
const widget = `${root}packages/widget`;
const bin = (name: string) => `${root}node_modules/.bin/${name}`;

/** Packs what `pnpm publish` would publish. @returns the path of the tarball. */
export async function packWidget(folder: string): Promise<string> {
  await buildIfStale();
  mkdirSync(folder, { recursive: true });
  await execute('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', folder], { cwd: widget });
  const [tarball] = globSync('luma-leasing-widget-*.tgz', { cwd: folder });
  if (!tarball) throw new Error('pnpm packed nothing');
  return join(folder, tarball);
}

/** Fails if a bundler, TypeScript or Node would stumble over the package, or if it is too big. */
export async function examine(tarball: string): Promise<void> {
  const run = (command: string, ...args: string[]) => execute(command, args, { cwd: widget });
  // Old resolutions cannot read an `exports` map; a package of modules cannot serve them.
  const esm = ['--profile', 'esm-only', '--exclude-entrypoints', './lumaleasing.js'];
  const importing = ['', 'define', 'react', 'vue', 'svelte'].map(
    (entry) => `await import('${['@luma-leasing/widget', entry].filter(Boolean).join('/')}')`,
  );
  await Promise.all([
    run(bin('publint'), 'run', tarball, '--strict'),
    run(bin('attw'), tarball, ...esm),
    run(bin('size-limit')),
    // A server that renders pages imports the element, too.
    run(process.execPath, '--input-type=module', '--eval', importing.join(';')),
    hasManifest(tarball),
  ]);
}

/** Editors find `custom-elements.json` by this field, which none of the tools above looks at. */
async function hasManifest(tarball: string): Promise<void> {
  const { customElements } = JSON.parse(readFileSync(`${widget}/package.json`, 'utf8')) as {
    customElements: string;
  };
  const { stdout } = await execute('tar', ['-tzf', tarball]);
  if (!stdout.split('\n').includes(`package/${customElements}`))
    throw new Error(`the package has no ${customElements}, which its package.json names`);
}

export async function examinePackage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'luma-package-'));
  try {
    await examine(await packWidget(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return '';
}
