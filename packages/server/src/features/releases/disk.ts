import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';

/** The build of the widget beside this server. */
const builtWidget = new URL('../../../../widget/dist/', import.meta.url);

/** `release.json` of the build. */
export interface Release {
  /** The package's version and a hash of the whole build for browsers. */
  release: string;
  /** For each file, `sha384-…` as in HTML's `integrity`. */
  integrity: Record<string, string>;
}

/** Read each time, because a development server's build changes. Null: the widget is not built. */
export function releaseOnDisk(dist = builtWidget): Release | null {
  try {
    return JSON.parse(readFileSync(new URL('release.json', dist), 'utf8')) as Release;
  } catch {
    return null;
  }
}

/** @param path as in the build, perhaps with `.br` or `.gz`. Null: there is no such file. */
export const readFromDisk = (path: string, dist = builtWidget): Promise<Uint8Array | null> =>
  readFile(new URL(path, dist)).catch(() => null);
