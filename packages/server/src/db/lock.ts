import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../lib/operator-error.ts';

/** Two processes on one embedded database lose each other's writes silently. So the second one is refused. */
export class FolderInUse extends OperatorError {
  override readonly name = 'FolderInUse';
}

const heldHere = new Set<string>();

/** How often a holder touches the lock: other containers cannot see its process. */
const beatMs = 10_000;
/** A holder that has not touched the lock for this long is dead. */
const silentMs = 60_000;

/** Locks the folder for this process. @returns the release. @throws FolderInUse when a living process holds it. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'server.lock');
  if (!create(path)) takeOver(folder, path);
  heldHere.add(path);
  const beat = setInterval(() => show(path), beatMs).unref();
  return () => {
    clearInterval(beat);
    heldHere.delete(path);
    rmSync(path, { force: true });
  };
}

// A killed process leaves its lock behind. Several processes may find it: a second exclusive file lets one of them
// through.
function takeOver(folder: string, path: string): void {
  const gate = `${path}.takeover`;
  if (!create(gate))
    throw new FolderInUse(`Another process is just opening ${folder}. If none is, delete ${gate}.`);
  try {
    const foundLock = readLock(path);
    const holder = foundLock === undefined ? undefined : holderIn(foundLock);
    if (holder && isAlive(holder, path)) throw inUse(folder, holder);
    // If there was no lock any more, it has just been released, and a file there by now belongs to another process.
    if (foundLock !== undefined) rmSync(path);
    // A process that finds no lock does not pass the gate: it may be quicker than this one.
    if (!create(path)) throw inUse(folder, holderIn(readLock(path) ?? ''));
  } finally {
    rmSync(gate);
  }
}

const inUse = (folder: string, holder?: Holder): FolderInUse =>
  new FolderInUse(
    `The embedded database in ${folder} is in use by ${holder ? nameOf(holder) : 'another process'}. ` +
      'Stop it first, choose another DATA_DIR, or set DATABASE_URL to a Postgres server, which any number ' +
      'of processes may share.',
  );

const nameOf = ({ pid, host }: Holder): string =>
  host === hostname()
    ? `process ${pid}`
    : `process ${pid} on ${host} (if that was killed, try again in a minute)`;

/** Creates the file with its content in one step: nobody may see it empty. So a draft is written and then linked. */
function create(path: string): boolean {
  const holder = `${process.pid}@${hostname()}`;
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, holder);
  try {
    if (isDone(() => linkSync(draft, path))) return true;
  } catch {
    // Not every filesystem has links.
    return isDone(() => writeFileSync(path, holder, { flag: 'wx' }));
  } finally {
    rmSync(draft);
  }
  return false;
}

/** @returns false when the file exists already. */
function isDone(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

interface Holder {
  pid: number;
  host: string;
}

/** @returns undefined when there is no lock. */
const readLock = (path: string): string | undefined => ifThere(() => readFileSync(path, 'utf8'));

/** @returns undefined when the lock names no process. */
function holderIn(lock: string): Holder | undefined {
  const [pid = '', host] = lock.split('@');
  return /^\d+$/.test(pid) ? { pid: Number(pid), host: host ?? hostname() } : undefined;
}

function isAlive({ pid, host }: Holder, path: string): boolean {
  // Containers that share a volume do not see each other's processes.
  if (host !== hostname())
    return Date.now() - (ifThere(() => statSync(path).mtimeMs) ?? 0) < silentMs;
  // In a container every start has the same pid: if the lock has ours, it says nothing about the last holder.
  if (pid === process.pid) return heldHere.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function show(path: string): void {
  const now = new Date();
  ifThere(() => utimesSync(path, now, now));
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
