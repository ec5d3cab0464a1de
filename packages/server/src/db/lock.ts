import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Two processes on one embedded database lose each other's writes silently, so the second is refused. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

const heldHere = new Set<string>();

/**
 * Takes the folder for this process.
 * @returns the release.
 * @throws FolderInUse when a living process holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'server.lock');
  if (!create(path)) takeOver(folder, path);
  heldHere.add(path);
  return () => {
    heldHere.delete(path);
    rmSync(path, { force: true });
  };
}

// A killed process leaves its lock behind. Of several that find it, a second exclusive file lets one through.
function takeOver(folder: string, path: string): void {
  const gate = `${path}.takeover`;
  if (!create(gate))
    throw new FolderInUse(`Another process is just opening ${folder}. If none is, delete ${gate}.`);
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    if (isAlive(holder, path))
      throw new FolderInUse(
        `The embedded database in ${folder} is in use by process ${holder}. Stop it first, choose another ` +
          'DATA_DIR, or set DATABASE_URL to a Postgres server, which any number of processes may share.',
      );
    rmSync(path);
    create(path);
  } finally {
    rmSync(gate);
  }
}

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number, path: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  // In a container every start has the same pid: our own number says nothing about the last holder.
  if (pid === process.pid) return heldHere.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
