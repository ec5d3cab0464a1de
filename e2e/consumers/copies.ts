import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { packWidget } from '../../scripts/package.ts';
import { root } from '../../scripts/process.ts';

const execute = promisify(execFile);
const here = `${root}e2e/consumers`;
const demo = 'http://localhost:3000';

/** The examples, and what is only type-checked. */
const apps = [
  ...['vite', 'react', 'vue', 'svelte', 'server-rendered'].map((app) => `${root}examples/${app}`),
  `${here}/react-18`,
];

/** Copies of the examples outside the workspace, with the packed widget installed as from npm. */
export class Copies {
  readonly folder = mkdtempSync(join(tmpdir(), 'luma-consumers-'));

  /** @param server the address that the copies use in place of the demo's. */
  async install(server: string): Promise<void> {
    for (const app of apps)
      cpSync(app, join(this.folder, app.replace(/.*\//, '')), {
        recursive: true,
        filter: (path) => !/[/\\](node_modules|dist)$/.test(path),
      });
    for (const file of globSync('*/src/*.*', { cwd: this.folder }).concat('vite/index.html'))
      this.#edit(file, (text) => text.replaceAll(demo, server));
    for (const file of ['pnpm-workspace.yaml', 'pnpm-lock.yaml'])
      cpSync(`${here}/${file}`, join(this.folder, file));
    const tarball = await packWidget(join(this.folder, '.packed'));
    cpSync(tarball, join(this.folder, 'luma-leasing-widget.tgz'));
    const sha512 = createHash('sha512').update(readFileSync(tarball)).digest('base64');
    // The lockfile pins everything but the widget, which is built anew.
    this.#edit('pnpm-lock.yaml', (text) =>
      text.replace(/integrity: \S+(?=, tarball: file:luma)/, `integrity: sha512-${sha512}`),
    );
    await this.#pnpm('install', '--frozen-lockfile');
  }

  /** Writes the lockfile anew, after a change of what the examples install. */
  async lock(): Promise<void> {
    writeFileSync(`${here}/pnpm-lock.yaml`, '');
    await this.install(demo).catch(() => undefined);
    await this.#pnpm('install', '--no-frozen-lockfile');
    cpSync(join(this.folder, 'pnpm-lock.yaml'), `${here}/pnpm-lock.yaml`);
  }

  /** Runs a script of an app's package.json. @returns what it printed; a failure's output is in the error. */
  run(app: string, script: 'check' | 'build'): Promise<string> {
    return output(process.execPath, ['--run', script], join(this.folder, app));
  }

  read(app: string, file: string): string {
    return readFileSync(join(this.folder, app, file), 'utf8');
  }

  write(app: string, file: string, text: string): void {
    writeFileSync(join(this.folder, app, file), text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #edit(file: string, change: (text: string) => string): void {
    this.write('', file, change(this.read('', file)));
  }

  async #pnpm(...args: string[]): Promise<void> {
    await output('npx', ['-y', 'pnpm@12', ...args], this.folder);
  }
}

async function output(command: string, args: string[], cwd: string): Promise<string> {
  try {
    return (await execute(command, args, { cwd })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = stripVTControlCharacters(stdout + stderr);
    throw new Error(`${args.join(' ')}\n${said}`, { cause: error });
  }
}

if (import.meta.main) {
  const copies = new Copies();
  await copies.lock().finally(() => copies.remove());
}
