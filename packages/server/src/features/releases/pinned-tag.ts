import { releaseOnDisk } from './disk.ts';

export interface PinnedScript {
  release: string;
  src: string;
  integrity: string;
}

/** The address of this server's release of the script, which never changes. Null: the widget is not built. */
export function pinnedScript(appUrl: string): PinnedScript | null {
  const onDisk = releaseOnDisk();
  const integrity = onDisk?.integrity['lumaleasing.js'];
  if (!onDisk || !integrity) return null;
  const { release } = onDisk;
  return { release, src: `${appUrl}/releases/${release}/lumaleasing.js`, integrity };
}

/** The script tag of this server's release, which the browser runs only if it has not been changed. */
export const pinnedTag = ({ src, integrity }: PinnedScript, key: string): string =>
  `<script async src="${src}" integrity="${integrity}" crossorigin="anonymous" data-key="${key}"></script>`;
