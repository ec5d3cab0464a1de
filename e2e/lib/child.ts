import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { spawnScript } from '../../scripts/process.ts';

/** A running script of the workspace. Its output is kept, and shown when a test fails. */
export class Child {
  readonly stdout: string[] = [];
  readonly said: string[] = [];
  /** The exit code; null when a signal ended the script. */
  readonly ended: Promise<number | null>;
  readonly #process: ChildProcess;
  #onLine: (line: string) => void = () => undefined;

  constructor(script: string, env: Record<string, string>, args: string[] = []) {
    const child = spawnScript(script, { args, env: { ...process.env, ...env } });
    this.#process = child;
    const { promise, resolve } = Promise.withResolvers<number | null>();
    this.ended = promise;
    child.once('exit', resolve);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.stdout.push(line);
      this.said.push(line);
      this.#onLine(line);
    });
    createInterface({ input: child.stderr }).on('line', (line) => this.said.push(line));
  }

  /** Waits for the first line on stdout that matches. */
  line(pattern: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#onLine = (line) => {
      if (pattern.test(line)) resolve(line);
    };
    for (const line of this.stdout) this.#onLine(line);
    void this.ended.then((code) =>
      reject(new Error(`ended with ${code} too early:\n${this.said.join('\n')}`)),
    );
    return promise;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      this.#process.kill(signal);
    return this.ended;
  }
}
