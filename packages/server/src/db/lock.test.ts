import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './lock.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'luma-lock-'));
  path = join(folder, 'server.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const leaveBehind = (holder: string, ageMs = 0) => {
  writeFileSync(path, holder);
  const then = new Date(Date.now() - ageMs);
  utimesSync(path, then, then);
};
const nobody = 999_999_999;

describe('the lock of a folder', () => {
  it('names its holder, refuses others, and leaves no file', () => {
    const release = lockFolder(folder);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}@${hostname()}`);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(readdirSync(folder)).toEqual(['server.lock']);
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of a process that is gone', `${nobody}@${hostname()}`],
    [
      'with our own process id, which a container gives to each start',
      `${process.pid}@${hostname()}`,
    ],
    ['of a version that did not write the host', String(nobody)],
    ['that is empty', ''],
  ])('is taken over if it is one %s', (_what, holder) => {
    leaveBehind(holder);
    lockFolder(folder)();
  });

  it('is not taken over from a living process', () => {
    leaveBehind(`${process.ppid}@${hostname()}`, 3_600_000);
    expect(() => lockFolder(folder)).toThrow(`in use by process ${process.ppid}.`);
  });

  it('is not taken over from another container while that container touches it', () => {
    leaveBehind(`${process.pid}@elsewhere`, 30_000);
    expect(() => lockFolder(folder)).toThrow(`process ${process.pid} on elsewhere`);
    leaveBehind(`${process.pid}@elsewhere`, 61_000);
    lockFolder(folder)();
  });

  it('goes to one of many processes that find the lock of a killed process', async () => {
    leaveBehind(`${nobody}@${hostname()}`);
    const module = fileURLToPath(new URL('./lock.ts', import.meta.url));
    // The process with the lock keeps it until all have tried: they end together, when their input ends.
    const script = `
      import { lockFolder } from ${JSON.stringify(module)};
      try { lockFolder(${JSON.stringify(folder)}); process.stdout.write('held'); }
      catch (error) { process.stdout.write(error.name); }
      process.stdin.resume();`;
    const tries = Array.from({ length: 4 }, () => {
      const running = promisify(execFile)(process.execPath, [
        '--input-type=module-typescript',
        '--eval',
        script,
      ]);
      const said = Promise.withResolvers<void>();
      running.child.stdout!.once('data', () => said.resolve());
      running.child.once('exit', () => said.resolve());
      return { running, said: said.promise };
    });
    await Promise.all(tries.map(({ said }) => said));
    for (const { running } of tries) running.child.stdin!.end();
    const outputs = (await Promise.all(tries.map(({ running }) => running))).map(
      (one) => one.stdout,
    );
    expect(outputs.filter((one) => one === 'held')).toHaveLength(1);
    expect(outputs.filter((one) => one === 'FolderInUse')).toHaveLength(3);
  });
});
