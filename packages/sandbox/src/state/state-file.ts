import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { State } from './model.ts';
import { deserialize, serialize } from './serialize.ts';

const WRITE_BEHIND_MS = 100;

/** Stores the state in one JSON file, shortly after a change and atomically. */
export interface StateFile {
  load(): Promise<State | undefined>;
  /** The state changed. Several changes cost one write. */
  touch(): void;
  flush(): Promise<void>;
}

/** The file is not a state; the message says how to correct that. */
export class StateFileError extends Error {
  override name = 'StateFileError';
}

export function createStateFile(folder: string, current: () => State): StateFile {
  const path = join(folder, 'state.json');
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    await mkdir(folder, { recursive: true });
    // Renaming replaces the file in one step, so that a kill cannot leave half a file.
    await writeFile(`${path}.tmp`, serialize(current()), { mode: 0o600 });
    await rename(`${path}.tmp`, path);
  };
  const flush = () => {
    if (timer === undefined) return writing;
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };

  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : read(text, path);
    },
    touch() {
      timer ??= setTimeout(() => {
        flush().catch((error: unknown) => {
          console.error(`Could not write ${path}:`, error);
        });
      }, WRITE_BEHIND_MS);
    },
    flush,
  };
}

function read(text: string, path: string): State | undefined {
  try {
    return deserialize(text);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw new StateFileError(`${path} is not a sandbox's state. Delete it to start afresh.`, {
      cause: error,
    });
  }
}
