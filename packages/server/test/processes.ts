import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { spawnScript } from '../../../scripts/process.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A server process as an operator starts it. */
export interface ServerProcess {
  pid: number;
  /** The address where it listens; rejects with its output if it ends before. */
  url: Promise<string>;
  /** Its exit code; null if it was killed. */
  ended: Promise<number | null>;
  /** All its output. */
  said(): string;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/**
 * The environment that all processes of the tests need: the path of Node, its compile cache, and the day of the run
 * (scripts/test-days.ts).
 */
const {
  PATH = '',
  NODE_OPTIONS = '',
  NODE_COMPILE_CACHE = '',
  TEST_CLOCK_SHIFT = '',
} = process.env;

/** @param settings the whole environment, except the above. */
export function startServerProcess(settings: Record<string, string>): ServerProcess {
  const child = spawnScript(main, {
    env: {
      PATH,
      NODE_OPTIONS,
      NODE_COMPILE_CACHE,
      TEST_CLOCK_SHIFT,
      PORT: '0',
      HOST: '127.0.0.1',
      ...settings,
    },
  });
  let said = '';
  let started = false;
  const url = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<number | null>();
  // A caller that only waits for the end need not handle this rejection.
  url.promise.catch(() => {});
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    said += `${line}\n`;
    const found = /"url":"([^"]+)".*"msg":"started"/.exec(line)?.[1];
    if (!found) return;
    started = true;
    url.resolve(found);
  });
  child.once('close', (code, signal) => {
    // A test that loses its server fails at the next request, which does not say why.
    if (started && !child.killed)
      console.error(`The server ${child.pid} ended by itself (${code ?? signal}): ${said}`);
    url.reject(new Error(`the server ended: ${said}`));
    ended.resolve(code);
  });
  return {
    pid: child.pid!,
    url: url.promise,
    ended: ended.promise,
    said: () => said,
    kill: (signal) => {
      child.kill(signal);
      return ended.promise;
    },
  };
}
