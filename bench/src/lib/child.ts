/** A server in a process of its own, so that client and server do not share a core. */
import { createInterface } from 'node:readline';
import { spawnScript } from '../../../scripts/process.ts';

export interface Child {
  pid: number;
  stop(): Promise<void>;
}

export async function startChild(
  script: string,
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<Child> {
  const child = spawnScript(script, { args, env: { ...process.env, ...env } });
  child.stderr.pipe(process.stderr);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  createInterface({ input: child.stdout }).on('line', (line) => ready.test(line) && resolve());
  await promise;
  return {
    pid: child.pid!,
    stop: async () => {
      const ended = Promise.withResolvers<void>();
      child.once('exit', () => ended.resolve());
      child.kill('SIGTERM');
      await ended.promise;
    },
  };
}
