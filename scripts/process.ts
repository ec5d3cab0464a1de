// Children of the workspace's commands: started, waited for, and ended by their own handle.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Says what to do when pnpm could not install the Node this workspace brings. */
export function requireNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= 26) return;
  console.error(
    `This needs Node 26, which the workspace installs for itself; this is ${process.version}. ` +
      'Run `npx -y pnpm@12 install` and look at what it says.',
  );
  process.exit(1);
}

/** Runs a command to its end, its output shown. Rejects when it fails. */
export function run(command: string, args: string[], options: SpawnOptions = {}): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  child.once('error', reject);
  child.once('exit', (code, signal) =>
    code === 0
      ? resolve()
      : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`)),
  );
  return promise;
}

/** A script of ours in a process of its own, its output to be read. It ends when this process does, in whatever way. */
export function spawnScript(
  script: string,
  { args = [], env }: { args?: string[]; env: NodeJS.ProcessEnv },
): ChildProcess & { stdout: Readable; stderr: Readable } {
  const endWithParent = new URL('end-with-parent.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', endWithParent, script, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return child as ChildProcess & { stdout: Readable; stderr: Readable };
}

/** Starts a long-running script of ours, anew at each change of its code when watched. */
export function start(script: string, env: NodeJS.ProcessEnv, watched = false): ChildProcess {
  const args = watched ? ['--watch', '--watch-preserve-output', script] : [script];
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line of a child's output that matches. What comes after goes to stderr. */
export function firstLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (pattern.test(line)) resolve(line);
    else process.stderr.write(`${line}\n`);
  });
  child.once('exit', (code) => reject(new Error(`it ended with code ${code} before it was ready`)));
  return promise;
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
}
